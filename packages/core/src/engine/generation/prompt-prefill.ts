import type { LlamaContextSequence, Token } from 'node-llama-cpp'

/** Brings a prompt into a slot in chunks, all but the last: that one's evaluation gives the first answer token. */
export class PromptPrefill {
  readonly #prompt: readonly Token[]
  readonly #toLastToken: boolean
  readonly #onStart: (cachedTokens: number) => void
  #remaining: Token[] | undefined

  /**
   * `onStart` is called once, with how many prompt tokens the slot held already. With `toLastToken` all chunks are brought in, and
   * nothing but the prompt's last token is left.
   */
  constructor(prompt: readonly Token[], onStart: (cachedTokens: number) => void, { toLastToken = false } = {}) {
    this.#prompt = prompt
    this.#onStart = onStart
    this.#toLastToken = toLastToken
  }

  /** Evaluates a chunk of at most `chunkTokens`, unless what is left is but one more than that; says whether it did. */
  async step(sequence: LlamaContextSequence, chunkTokens: number): Promise<boolean> {
    this.#remaining ??= await this.#reusePrefix(sequence)
    // A step for the last token alone would make every first answer token come a step later.
    if (this.#remaining.length <= (this.#toLastToken ? 1 : chunkTokens + 1)) return false
    const chunk = this.#remaining.slice(0, chunkTokens)
    this.#remaining = this.#remaining.slice(chunk.length)
    await sequence.evaluateWithoutGeneratingNewTokens(chunk)
    return true
  }

  /** What no chunk brought in: at least the prompt's last token. */
  get rest(): Token[] {
    return this.#remaining ?? [...this.#prompt]
  }

  async #reusePrefix(sequence: LlamaContextSequence): Promise<Token[]> {
    await sequence.adaptStateToTokens(this.#prompt.slice(0, -1), false)
    const cachedTokens = sequence.nextTokenIndex
    this.#onStart(cachedTokens)
    return this.#prompt.slice(cachedTokens)
  }
}
