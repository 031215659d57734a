/** How work in a slot ended: it was done, or its signal aborted. */
export type SlotEnd = 'done' | 'aborted'

/** What to compute next in a slot: behind its first `keep` tokens these, with outputs of the last `outputs` of them. */
export type Evaluation = { keep: number; tokens: readonly number[]; outputs: number }

/** What a slot is held for. The step loop brings its prompt in and asks, after each step that gave it outputs, how to go on. */
export type SlotWork = {
  /** By which a slot is chosen: the one that holds most of its start already. */
  readonly prompt: readonly number[]
  readonly signal: AbortSignal
  /** Whether it takes no part in steps for now. The loop is woken when that changes. */
  readonly paused: boolean
  /** Called once, before its first step: how many tokens of the prompt need not be computed. */
  onStart(cachedTokens: number): void
  /** Takes the rows of the step just done that hold its outputs, the first time one of the whole prompt; undefined: it is done. */
  advance(rows: readonly number[]): Evaluation | undefined
  /** Lets go of what it holds. Called once, after its last step. */
  close(): void
}
