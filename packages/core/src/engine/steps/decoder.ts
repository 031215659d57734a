/** What the step loop needs of a context: sequences that hold tokens, and steps that compute them. */
export type Decoder = {
  /** How many sequences there are, numbered from 0. */
  readonly sequences: number
  /** The tokens of the next step. */
  readonly batch: {
    readonly capacity: number
    clear(): void
    /** Adds a token at a position of a sequence; returns its row, which gives an output where that is asked for. */
    add(token: number, position: number, sequence: number, output: boolean): number
  }
  /** Computes the batch at once. */
  decode(): void
  /** Computes the batch beside the event loop. */
  decodeBeside(): Promise<void>
  /** Keeps the first so many tokens of a sequence, and says how many it could keep: these or none. */
  keep(sequence: number, tokens: number): number
  /** What a sequence holds, to be restored in any. */
  stateOf(sequence: number): Uint8Array
  /** Puts a state into a sequence, and says whether that worked; if not, the sequence is empty. */
  restore(sequence: number, state: Uint8Array): boolean
}
