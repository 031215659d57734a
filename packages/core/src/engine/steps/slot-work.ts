import type { LlamaContextSequence, Token } from 'node-llama-cpp'

/** How work in a slot ended: it was done, or its signal aborted. */
export type SlotEnd = 'done' | 'aborted'

/** What a slot is held for. The step loop asks for one step at a time, together with the steps of other slots. */
export type SlotWork = {
  /** By which a slot is chosen: the one that holds most of its start already. */
  readonly prompt: readonly Token[]
  readonly signal: AbortSignal
  /** Whether its prompt is copied from another slot in its first step, and not evaluated. */
  readonly copiesPrompt?: boolean
  /** Whether it takes no part in steps for now. The loop is woken when that changes. */
  readonly paused: boolean
  /** Does one step, with at most `chunkTokens` of the prompt; tells an end when it was the last. */
  step(sequence: LlamaContextSequence, chunkTokens: number): Promise<SlotEnd | undefined>
  /** Lets go of what it holds. Called once, after its last step. */
  close(): Promise<void>
}
