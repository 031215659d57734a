/** Turns tokens into text one at a time, never splitting a character: its bytes wait for the last of them. */
export class TokenDecoder {
  readonly #bytesOf: (token: number) => Uint8Array
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })

  /** `bytesOf` gives what a token adds to the text, which may end one character and begin the next. */
  constructor(bytesOf: (token: number) => Uint8Array) {
    this.#bytesOf = bytesOf
  }

  /** Takes a token; returns the text it completes, often none for part of a character. */
  push(token: number): string {
    return this.#decoder.decode(this.#bytesOf(token), { stream: true })
  }

  /** Ends the text; returns what is left, an incomplete character as a replacement character. */
  end(): string {
    return this.#decoder.decode()
  }
}
