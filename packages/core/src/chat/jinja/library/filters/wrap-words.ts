/** Breaks every line of a text behind words, so that none is longer than `width` where words allow. */
export const wrapWords = (text: string, width: number, between: string): string =>
  text
    .split('\n')
    .map((line) => wrapLine(line, width).join(between))
    .join(between)

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = []
  let current = ''
  for (const word of line.split(/(?<=\s)(?=\S)/)) {
    if (current !== '' && (current + word.trimEnd()).length > width) {
      lines.push(current.trimEnd())
      current = ''
    }
    current += word
    for (; current.trimEnd().length > width; current = current.slice(width)) lines.push(current.slice(0, width))
  }
  return [...lines, current.trimEnd()]
}
