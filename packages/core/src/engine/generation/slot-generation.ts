import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { Drafts, GeneratedToken, StartTokens, TokenSource } from '../sampling/token-source.ts'
import type { PrefixSharing } from '../steps/prefix-sharing.ts'
import type { SlotEnd, SlotWork } from '../steps/slot-work.ts'
import { PromptPrefill } from './prompt-prefill.ts'

/** One answer to generate. */
export type Generation = {
  prompt: readonly Token[]
  startTokens: StartTokens
  signal: AbortSignal
  /** Where several answers go on from one prompt: the first gives it to the others. */
  share?: { prompt: PrefixSharing; role: 'give' | 'take' } | undefined
  /** Whether its reader is behind. */
  isPaused: () => boolean
  /** Called once, when the slot is chosen: how many prompt tokens it held already. */
  onStart: (cachedTokens: number) => void
  /** Called for each new token; says whether to go on. */
  onToken: (generated: GeneratedToken) => 'continue' | 'stop'
}

/** Generates one answer in a slot, token by token. */
export class SlotGeneration implements SlotWork {
  readonly prompt: readonly Token[]
  readonly signal: AbortSignal
  readonly #generation: Generation
  readonly #prefill: PromptPrefill
  #source: TokenSource | undefined
  #shared = false

  constructor(generation: Generation) {
    this.prompt = generation.prompt
    this.signal = generation.signal
    this.#generation = generation
    this.#prefill = new PromptPrefill(generation.prompt, generation.onStart, { toLastToken: generation.share !== undefined })
  }

  get copiesPrompt(): boolean {
    return this.#generation.share?.role === 'take'
  }

  get paused(): boolean {
    const { share, isPaused } = this.#generation
    return isPaused() || (share !== undefined && (share.role === 'give' ? share.prompt.giving : share.prompt.awaited))
  }

  async step(sequence: LlamaContextSequence, chunkTokens: number): Promise<SlotEnd | undefined> {
    if (await this.#takePrompt(sequence)) return undefined
    if (!this.#source && (await this.#prefill.step(sequence, chunkTokens))) return undefined
    if (this.#givePrompt(sequence)) return undefined
    this.#source ??= this.#generation.startTokens(sequence, this.#prefill.rest)
    // Tokens that were guessed right came out of the step before, and are not made to wait for one of their own.
    do {
      const generated = await this.#source.next()
      if (!generated || this.#generation.onToken(generated) === 'stop') return 'done'
    } while (this.#source.ready)
    return undefined
  }

  async #takePrompt(sequence: LlamaContextSequence): Promise<boolean> {
    const { share, prompt } = this.#generation
    if (share?.role !== 'take' || this.#shared) return false
    this.#shared = true
    await share.prompt.take(sequence, prompt.length - 1)
    return true
  }

  #givePrompt(sequence: LlamaContextSequence): boolean {
    const { share } = this.#generation
    if (share?.role !== 'give' || this.#shared) return false
    this.#shared = true
    share.prompt.give(sequence)
    return true
  }

  async close(): Promise<void> {
    await this.#source?.close()
  }

  /** What speculation brought, when there is any. */
  get drafts(): Drafts | undefined {
    return this.#source?.drafts
  }
}
