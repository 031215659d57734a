const replacementCharacter = '\uFFFD'
// A UTF-8 character has at most four bytes, so at most four byte tokens are ever incomplete.
const mostPendingTokens = 4

/** Turns tokens into text one at a time, never splitting a character. */
export class TokenDecoder<Token> {
  readonly #decode: (tokens: Token[], before: Token[]) => string
  #pending: Token[] = []
  #before: Token[] = []

  /** `decode` gives the text of tokens that follow `before`. */
  constructor(decode: (tokens: Token[], before: Token[]) => string) {
    this.#decode = decode
  }

  /** Takes a token; returns the text it completes, often none for part of a character. */
  push(token: Token): string {
    this.#pending.push(token)
    const text = this.#decode(this.#pending, this.#before)
    if (text.endsWith(replacementCharacter) && this.#pending.length < mostPendingTokens) return ''
    return this.#settle(text)
  }

  /** Ends the text; returns what is left, incomplete characters as replacement characters. */
  end(): string {
    return this.#pending.length === 0 ? '' : this.#settle(this.#decode(this.#pending, this.#before))
  }

  #settle(text: string): string {
    this.#before = this.#pending
    this.#pending = []
    return text
  }
}
