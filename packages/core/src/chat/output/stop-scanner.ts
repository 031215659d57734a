/** Passes text on until a stop string appears, holding back what may turn out to be the start of one. */
export class StopScanner {
  readonly #stops: readonly string[]
  #held = ''

  constructor(stops: readonly string[]) {
    this.#stops = stops
  }

  /** Takes more text; returns what is safe to pass on, and the stop string that was found. */
  push(text: string): { text: string; stop?: string } {
    const seen = this.#held + text
    const found = this.#stops.map((stop) => ({ stop, index: seen.indexOf(stop) })).filter(({ index }) => index >= 0)
    const [first] = found.sort((a, b) => a.index - b.index)
    if (first) {
      this.#held = ''
      return { text: seen.slice(0, first.index), stop: first.stop }
    }
    const safe = seen.length - partialSuffixLength(seen, this.#stops)
    this.#held = seen.slice(safe)
    return { text: seen.slice(0, safe) }
  }

  /** Ends the text; returns what was held back. */
  end(): string {
    const held = this.#held
    this.#held = ''
    return held
  }
}

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
