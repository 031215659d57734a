import { partialSuffixLength } from './partial-suffix-length.ts'

/** Passes text on until a stop string appears, holding back what may turn out to be the start of one. */
export class StopScanner {
  readonly #stops: readonly string[]
  #held = ''

  constructor(stops: readonly string[]) {
    this.#stops = stops
  }

  /** Takes more text; returns what is safe to pass on, and whether a stop string was found. */
  push(text: string): { text: string; stopped: boolean } {
    const seen = this.#held + text
    const found = this.#stops.map((stop) => seen.indexOf(stop)).filter((index) => index >= 0)
    if (found.length > 0) {
      this.#held = ''
      return { text: seen.slice(0, Math.min(...found)), stopped: true }
    }
    const safe = seen.length - partialSuffixLength(seen, this.#stops)
    this.#held = seen.slice(safe)
    return { text: seen.slice(0, safe), stopped: false }
  }

  /** Ends the text; returns what was held back. */
  end(): string {
    const held = this.#held
    this.#held = ''
    return held
  }
}
