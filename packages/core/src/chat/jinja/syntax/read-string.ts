const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', a: '\x07', '0': '\0', '\n': '' }
const stringPattern = /'([^'\\]*(?:\\[\s\S][^'\\]*)*)'|"([^"\\]*(?:\\[\s\S][^"\\]*)*)"/y

/** The text in quotes that begins there, its escapes read as Python's; undefined where none begins. */
export function readString(source: string, index: number): { value: string; length: number } | undefined {
  stringPattern.lastIndex = index
  const match = stringPattern.exec(source)
  return match ? { value: readEscapes(match[1] ?? match[2] ?? ''), length: match[0].length } : undefined
}

const readEscapes = (text: string) =>
  text.replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g, (all, byte, short, long, letter) => {
    const code = byte ?? short ?? long
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16))
    return escapes[letter] ?? (letter === '\\' || letter === "'" || letter === '"' ? letter : all)
  })
