import type { LlamaLibrary } from './library/llama-library.ts'
import type { Pointer } from './library/native-types.ts'

const none = -1
const mostPieceBytes = 128

/** A model's vocabulary: text to tokens, tokens to text, and which tokens have a meaning of their own. */
export class Vocabulary {
  readonly size: number
  /** The token that begins a text; undefined where there is none. */
  readonly bos: number | undefined
  /** The token that ends a text; undefined where there is none. */
  readonly eos: number | undefined
  /** Whether prompts begin with it. */
  readonly addsBos: boolean
  /** Tokens that end an answer, or a turn of a chat. */
  readonly endTokens: readonly number[]
  /** Whether a space is put before a text. */
  readonly addsSpace: boolean
  readonly #library: LlamaLibrary
  readonly #pointer: Pointer
  readonly #anchor: number | undefined
  readonly #pieces: Uint8Array[] = []

  constructor(library: LlamaLibrary, model: Pointer) {
    this.#library = library
    const pointer = library.llama_model_get_vocab(model) as Pointer
    this.#pointer = pointer
    const known = (token: number) => (token === none ? undefined : token)
    this.size = library.llama_vocab_n_tokens(pointer)
    this.bos = known(library.llama_vocab_bos(pointer))
    this.addsBos = this.bos !== undefined && library.llama_vocab_get_add_bos(pointer)
    const [eos, eot] = [known(library.llama_vocab_eos(pointer)), known(library.llama_vocab_eot(pointer))]
    this.eos = eos
    this.endTokens = [...new Set([eos, eot])].filter((token) => token !== undefined)
    this.addsSpace = (this.#setting(model, 'add_space_prefix') ?? String(this.#setting(model, 'model') === 'llama')) === 'true'
    this.#anchor = this.bos ?? eos ?? known(library.llama_vocab_nl(pointer)) ?? eot
  }

  /** Whether a token ends an answer. */
  isEnd(token: number): boolean {
    return this.endTokens.includes(token) || this.#library.llama_vocab_is_eog(this.#pointer, token)
  }

  /** Whether a token steers the model and is no text. */
  isControl(token: number): boolean {
    return this.#library.llama_vocab_is_control(this.#pointer, token)
  }

  /** A token as the vocabulary writes it; empty where there is no token. */
  entryOf(token: number | undefined): string {
    return token === undefined ? '' : (this.#library.llama_vocab_get_text(this.#pointer, token) ?? '')
  }

  /** The bytes that a token adds to a text, special tokens as they are written; they need not be whole characters. */
  bytesOf(token: number): Uint8Array {
    const known = this.#pieces[token]
    if (known) return known
    const read = (buffer: Uint8Array) => this.#library.llama_token_to_piece(this.#pointer, token, buffer, buffer.length, 0, true)
    let buffer = new Uint8Array(mostPieceBytes)
    let length = read(buffer)
    if (length < 0) {
      buffer = new Uint8Array(-length)
      length = read(buffer)
    }
    const piece = buffer.slice(0, length)
    this.#pieces[token] = piece
    return piece
  }

  /** Tokens of a text. Special tokens in it stay plain text unless `special`. */
  tokenize(text: string, special = false): number[] {
    return this.#tokenize(text, false, special)
  }

  /** Tokens of a text that stands alone, with those that the vocabulary puts around it. An empty one has none. */
  tokenizeWhole(text: string): number[] {
    return this.#tokenize(text, true, false)
  }

  #tokenize(text: string, whole: boolean, special: boolean): number[] {
    if (text === '') return []
    const bytes = Buffer.from(text)
    const read = (tokens: Int32Array) =>
      this.#library.llama_tokenize(this.#pointer, text, bytes.length, tokens, tokens.length, whole, special)
    let tokens = new Int32Array(bytes.length + 2)
    let count = read(tokens)
    if (count < 0) {
      tokens = new Int32Array(-count)
      count = read(tokens)
    }
    return Array.from(tokens.subarray(0, count))
  }

  /**
   * Tokens of a text that stands inside another, where no space is put before it. llama.cpp has no such way, so the text is read behind a
   * token or a newline, which is then taken away.
   */
  tokenizeInside(text: string, special = false): number[] {
    if (!this.addsSpace || text === '') return this.tokenize(text, special)
    const isKept = (tokens: number[]) => leadingSpaces(this.detokenize(tokens, special)) === leadingSpaces(text)
    if (special && this.#anchor !== undefined) {
      const tokens = this.tokenize(this.entryOf(this.#anchor) + text, true)
      const at = tokens.indexOf(this.#anchor)
      const rest = tokens.slice(at + 1)
      if ((at === 0 || at === 1) && isKept(rest)) return rest
    }
    const newline = this.tokenize('\n', special)
    if (text.startsWith('\n')) {
      const tokens = this.tokenize(text, special)
      if (this.detokenize(tokens, special).startsWith('\n')) return tokens
    }
    const tokens = this.tokenize(`\n${text}`, special)
    const rest = tokens.slice(newline.length)
    const isBehind = newline.length > 0 && newline.every((token, index) => tokens[index] === token)
    return isBehind && (!special || isKept(rest)) ? rest : this.tokenize(text, special)
  }

  /** Text of tokens; special ones are written only with `special`. */
  detokenize(tokens: readonly number[], special: boolean): string {
    const given = Int32Array.from(tokens)
    const read = (buffer: Uint8Array) =>
      this.#library.llama_detokenize(this.#pointer, given, given.length, buffer, buffer.length, false, special)
    let buffer = new Uint8Array(tokens.length * 8 + 16)
    let length = read(buffer)
    if (length < 0) {
      buffer = new Uint8Array(-length)
      length = read(buffer)
    }
    return Buffer.from(buffer.subarray(0, length)).toString()
  }

  /** Address of the vocabulary, for samplers. */
  pointer(): Pointer {
    return this.#pointer
  }

  #setting(model: Pointer, name: string): string | undefined {
    const buffer = new Uint8Array(64)
    const length = this.#library.llama_model_meta_val_str(model, `tokenizer.ggml.${name}`, buffer, buffer.length)
    return length < 0 ? undefined : Buffer.from(buffer.subarray(0, length)).toString()
  }
}

const leadingSpaces = (text: string) => text.length - text.replace(/^ +/, '').length
