/**
 * Length of the longest end of `text` that is a beginning, but not the whole, of one of `marks`.
 *
 * @example
 * partialSuffixLength('a <to', ['<tool_call>']) // 3
 */
export function partialSuffixLength(text: string, marks: readonly string[]): number {
  const longest = Math.max(0, ...marks.map((mark) => mark.length - 1))
  for (let length = Math.min(longest, text.length); length > 0; length--) {
    const suffix = text.slice(-length)
    if (marks.some((mark) => mark.length > length && mark.startsWith(suffix))) return length
  }
  return 0
}
