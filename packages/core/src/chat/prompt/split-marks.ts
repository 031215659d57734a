/**
 * Cuts a text so that no piece holds one of `marks`; together the pieces are the text. Tokenizers find such marks in plain
 * text too, but not across pieces.
 *
 * @example
 * splitMarks('a <think> b', ['<think>']) // ['a <', 'think> b']
 */
export function splitMarks(text: string, marks: readonly string[]): string[] {
  const pieces: string[] = []
  let rest = text
  for (let cut = firstCut(rest, marks); cut !== undefined; cut = firstCut(rest, marks)) {
    pieces.push(rest.slice(0, cut))
    rest = rest.slice(cut)
  }
  return [...pieces, rest].filter((piece) => piece !== '')
}

// Behind the first character of the first mark.
function firstCut(text: string, marks: readonly string[]): number | undefined {
  const found = marks.map((mark) => text.indexOf(mark)).filter((index) => index >= 0)
  if (found.length === 0) return undefined
  const index = Math.min(...found)
  return index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1)
}
