import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { SlotEnd, SlotWork } from '../steps/slot-work.ts'
import { PromptPrefill } from './prompt-prefill.ts'

/** A continuation of the prompt, and the tokens whose logits after it are asked for. */
export type ScoringQuestion = { path: readonly Token[]; tokens: readonly Token[] }

/** What to score. */
export type Scoring = {
  prompt: readonly Token[]
  questions: readonly ScoringQuestion[]
  signal: AbortSignal
  /** Called once, when the slot is chosen: how many prompt tokens it held already. */
  onStart: (cachedTokens: number) => void
  /** Called for each question, in order. */
  onLogits: (logits: ReadonlyMap<Token, number>) => void
}

/** Asks a model for its logits after continuations of one prompt, one continuation a step. Nothing is sampled. */
export class SlotScoring implements SlotWork {
  readonly prompt: readonly Token[]
  readonly signal: AbortSignal
  readonly paused = false
  readonly #scoring: Scoring
  readonly #prefill: PromptPrefill
  #asked = 0

  constructor(scoring: Scoring) {
    this.prompt = scoring.prompt
    this.signal = scoring.signal
    this.#scoring = scoring
    this.#prefill = new PromptPrefill(scoring.prompt, scoring.onStart)
  }

  async step(sequence: LlamaContextSequence, chunkTokens: number): Promise<SlotEnd | undefined> {
    if (this.#asked === 0 && (await this.#prefill.step(sequence, chunkTokens))) return undefined
    const question = this.#scoring.questions[this.#asked]
    if (question) this.#scoring.onLogits(await this.#ask(sequence, question))
    this.#asked += 1
    return this.#asked < this.#scoring.questions.length ? undefined : 'done'
  }

  async close(): Promise<void> {}

  async #ask(sequence: LlamaContextSequence, { path, tokens }: ScoringQuestion): Promise<Map<Token, number>> {
    const all = [...this.prompt, ...path]
    await sequence.adaptStateToTokens(all.slice(0, -1), false)
    const missing = all.slice(sequence.nextTokenIndex)
    const last = missing.at(-1) as Token
    const outputs = await sequence.controlledEvaluate([
      ...missing.slice(0, -1),
      // Temperature 0 leaves the logits as the model gave them.
      [last, { generateNext: { logits: { filter: { tokens } }, options: { temperature: 0 } } }],
    ])
    return outputs.at(-1)?.next.logits ?? new Map()
  }
}
