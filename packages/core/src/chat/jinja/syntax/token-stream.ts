import { TemplateError } from '../values/value.ts'
import type { Token } from './lexer.ts'

/** The words of a template, read one after another. */
export class TokenStream {
  readonly #tokens: readonly Token[]
  #index = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get current(): Token | undefined {
    return this.#tokens[this.#index]
  }

  get next(): Token | undefined {
    return this.#tokens[this.#index + 1]
  }

  get line(): number {
    return this.current?.line ?? this.#tokens.at(-1)?.line ?? 1
  }

  /** Whether the current word is of that type, and that word. */
  is(type: Token['type'], ...texts: string[]): boolean {
    return this.current?.type === type && (texts.length === 0 || texts.includes(this.current.text))
  }

  take(): Token {
    const token = this.current ?? this.refuse()
    this.#index += 1
    return token
  }

  /** Passes the word if it is that one; says whether it was. */
  skip(type: Token['type'], text: string): boolean {
    const isThere = this.is(type, text)
    if (isThere) this.#index += 1
    return isThere
  }

  expect(type: Token['type'], text?: string): Token {
    return this.is(type, ...(text === undefined ? [] : [text])) ? this.take() : this.refuse(text ?? type)
  }

  refuse(expected?: string): never {
    const found = this.current ? JSON.stringify(this.current.text || this.current.type) : 'the end of the template'
    const error = new TemplateError(`Unexpected ${found}${expected ? `, expected ${expected}` : ''}`)
    error.line = this.line
    throw error
  }
}
