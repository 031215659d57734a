import { mostDraftTokens } from '../../models/step-tokens.ts'
import type { Drafts, GeneratedToken, TokenSource } from '../sampling/token-source.ts'
import type { Evaluation, SlotWork } from '../steps/slot-work.ts'

/** One answer to generate. */
export type Generation = {
  prompt: readonly number[]
  /** Makes the source of its tokens, once it begins. */
  startTokens: () => TokenSource
  /** Tokens that its sequence can hold. */
  contextSize: number
  signal: AbortSignal
  /** Whether its reader is behind. */
  isPaused: () => boolean
  /** Called once, before its first step: how many prompt tokens need not be computed. */
  onStart: (cachedTokens: number) => void
  /** Called for each new token; says whether to go on. */
  onToken: (generated: GeneratedToken) => 'continue' | 'stop'
}

/** Generates one answer in a slot, token by token. */
export class SlotGeneration implements SlotWork {
  readonly prompt: readonly number[]
  readonly signal: AbortSignal
  readonly #generation: Generation
  /** Prompt and answer. */
  readonly #text: number[]
  #source: TokenSource | undefined
  /** What was guessed to follow the text, which the step just done has computed too. */
  #guessed: readonly number[] = []

  constructor(generation: Generation) {
    this.prompt = generation.prompt
    this.signal = generation.signal
    this.#generation = generation
    this.#text = [...generation.prompt]
  }

  get paused(): boolean {
    return this.#generation.isPaused()
  }

  onStart(cachedTokens: number): void {
    this.#source = this.#generation.startTokens()
    this.#generation.onStart(cachedTokens)
  }

  advance(rows: readonly number[]): Evaluation | undefined {
    const source = this.#source as TokenSource
    const guessed = this.#guessed
    for (const [index, row] of rows.entries()) {
      const generated = source.next(row)
      if (!generated || this.#generation.onToken(generated) === 'stop') return undefined
      this.#text.push(generated.token)
      // Behind a token that was guessed right, the next is known from the same step.
      if (generated.token !== guessed[index]) break
      source.accepted()
    }
    const room = this.#generation.contextSize - this.#text.length
    this.#guessed = source.guess(this.#text, Math.min(mostDraftTokens, room))
    const last = this.#text.at(-1) as number
    return { keep: this.#text.length - 1, tokens: [last, ...this.#guessed], outputs: 1 + this.#guessed.length }
  }

  close(): void {
    this.#source?.[Symbol.dispose]()
  }

  /** What speculation brought, when there is any. */
  get drafts(): Drafts | undefined {
    return this.#source?.drafts
  }
}
