import { routerError } from '../../errors.ts'
import type { LlamaContext } from '../native/llama-context.ts'
import type { StepReport } from '../steps/prefill-budget.ts'
import type { ThreadGovernor } from '../steps/threads/thread-governor.ts'

/** Tokens of one text that waits for its vector. */
type Text = { tokens: readonly number[]; signal: AbortSignal; resolve: (vector: Float32Array) => void; reject: (error: unknown) => void }

/** How texts are embedded. */
export type EmbeddingLoopOptions = {
  promptMsPerToken: number
  /** Texts, and tokens of them, in one step at most; a longer text has a step of its own. */
  mostTexts: number
  mostTokens: number
  /** Fits the number of threads to the machine. */
  governor: ThreadGovernor
  /** Called after every step. */
  onStep: ((report: StepReport) => void) | undefined
}

/** A step that takes longer than this is computed beside the event loop, so that messages and cancels are heard meanwhile. */
const unheardMs = 5

/** Embeds texts in the order in which they come, those of several requests together. */
export class EmbeddingLoop {
  readonly #context: LlamaContext
  readonly #options: EmbeddingLoopOptions
  #waiting: Text[] = []
  #looping: Promise<void> | undefined

  constructor(context: LlamaContext, options: EmbeddingLoopOptions) {
    this.#context = context
    this.#options = options
  }

  /** The vectors of texts, pooled as the weights say. Throws `request_cancelled`. */
  embed(texts: readonly (readonly number[])[], signal: AbortSignal): Promise<Float32Array[]> {
    const vectors = texts.map((tokens) => {
      const { promise, resolve, reject } = Promise.withResolvers<Float32Array>()
      this.#waiting.push({ tokens, signal, resolve, reject })
      return promise
    })
    this.#looping ??= this.#loop()
    return Promise.all(vectors)
  }

  /** Resolves when nothing waits any more. */
  async rest(): Promise<void> {
    await this.#looping
  }

  async #loop(): Promise<void> {
    // Requests that arrive together are embedded together, and cancels that came with them are heard.
    await new Promise(setImmediate)
    for (let texts = this.#next(); texts.length > 0; texts = this.#next()) {
      try {
        const vectors = await this.#step(texts)
        texts.forEach(({ resolve }, index) => void resolve(vectors[index] as Float32Array))
      } catch (error) {
        for (const { reject } of texts) reject(error)
      }
      await new Promise(setImmediate)
    }
    this.#looping = undefined
  }

  #next(): Text[] {
    const { mostTexts, mostTokens } = this.#options
    for (const { signal, reject } of this.#waiting) if (signal.aborted) reject(routerError('request_cancelled', {}))
    this.#waiting = this.#waiting.filter(({ signal }) => !signal.aborted)
    let tokens = 0
    const count = this.#waiting.findIndex((text, index) => {
      tokens += text.tokens.length
      return index === mostTexts || (index > 0 && tokens > mostTokens)
    })
    return this.#waiting.splice(0, count < 0 ? this.#waiting.length : count)
  }

  async #step(texts: readonly Text[]): Promise<Float32Array[]> {
    const startedMs = performance.now()
    const { batch } = this.#context
    this.#context.clear()
    batch.clear()
    const lastRows = texts.map(({ tokens }, sequence) => {
      tokens.forEach((token, position) => void batch.add(token, position, sequence, true))
      return batch.size - 1
    })
    if (batch.size * this.#options.promptMsPerToken > unheardMs) await this.#context.decodeBeside()
    else this.#context.decode()
    this.#options.governor.stepped()
    const vectors = lastRows.map((row, sequence) => this.#context.embedding(sequence, row).slice())
    this.#options.onStep?.({ durationMs: performance.now() - startedMs, slots: texts.length, promptTokens: batch.size })
    return vectors
  }
}
