import { sharedPrefixLength } from '../steps/prefix-store.ts'
import type { Evaluation, SlotWork } from '../steps/slot-work.ts'

/** What to score: logits after a prompt, and after continuations of it. */
export type Scoring = {
  prompt: readonly number[]
  /** Continuations. */
  paths: readonly (readonly number[])[]
  signal: AbortSignal
  /** Called once, before its first step: how many prompt tokens need not be computed. */
  onStart: (cachedTokens: number) => void
  /** Called for each path, in order, with the row of the step just done that its logits are in. */
  onLogits: (row: number) => void
}

/** Asks a model for its logits after continuations of one prompt, one continuation a step. Nothing is sampled. */
export class SlotScoring implements SlotWork {
  readonly prompt: readonly number[]
  readonly signal: AbortSignal
  readonly paused = false
  readonly #scoring: Scoring
  #asked = 0

  constructor(scoring: Scoring) {
    this.prompt = [...scoring.prompt, ...(scoring.paths[0] ?? [])]
    this.signal = scoring.signal
    this.#scoring = scoring
  }

  onStart(cachedTokens: number): void {
    this.#scoring.onStart(cachedTokens)
  }

  advance(rows: readonly number[]): Evaluation | undefined {
    const { prompt, paths, onLogits } = this.#scoring
    const asked = paths[this.#asked]
    this.#asked += 1
    const path = paths[this.#asked]
    if (asked) onLogits(rows.at(-1) as number)
    if (!asked || !path) return undefined
    const held = [...prompt, ...asked]
    const wanted = [...prompt, ...path]
    const keep = Math.min(sharedPrefixLength(held, wanted), wanted.length - 1)
    return { keep, tokens: wanted.slice(keep), outputs: 1 }
  }

  close(): void {}
}
