/** Words get numbers as they come; the white space before a word belongs to it. */
export class FakeVocabulary {
  readonly #words: string[] = []

  get size(): number {
    return this.#words.length
  }

  encode(text: string): number[] {
    return (text.match(/\s*\S+|\s+$/g) ?? []).map((word) => {
      const known = this.#words.indexOf(word)
      return known >= 0 ? known : this.#words.push(word) - 1
    })
  }

  decode(tokens: readonly number[]): string {
    return tokens.map((token) => this.#words[token]).join('')
  }
}
