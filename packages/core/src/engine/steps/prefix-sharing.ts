import type { LlamaContextSequence } from 'node-llama-cpp'

// The library's own decisions use it; it is not in its types, so an update may take it away.
type Copying = { _copyStateFromOtherSequence?: (from: LlamaContextSequence, tokens: number) => Promise<boolean> }

/** One evaluated prompt for several slots: the slot that evaluated it waits until the others have their copy. */
export class PrefixSharing {
  #giver: LlamaContextSequence | undefined
  #takersLeft: number

  constructor(takers: number) {
    this.#takersLeft = takers
  }

  /** Whether a slot can copy what another has evaluated. Its guesses of tokens, where it makes any, would not be copied. */
  static works(sequence: LlamaContextSequence): boolean {
    return '_copyStateFromOtherSequence' in sequence && sequence.tokenPredictor === undefined
  }

  /** Whether there is nothing to take yet. */
  get awaited(): boolean {
    return this.#giver === undefined
  }

  /** Whether the slot that gives must stay as it is. */
  get giving(): boolean {
    return this.#giver !== undefined && this.#takersLeft > 0
  }

  /** Gives what a slot holds, to be taken from the next step on. */
  give(sequence: LlamaContextSequence): void {
    this.#giver = sequence
  }

  /** Copies the first so many tokens into a slot; one that could not be copied is left empty. */
  async take(sequence: LlamaContextSequence, tokens: number): Promise<void> {
    try {
      const copied = this.#giver && (await (sequence as Copying)._copyStateFromOtherSequence?.(this.#giver, tokens))
      if (!copied) await sequence.clearHistory()
    } finally {
      this.#takersLeft -= 1
    }
  }
}
