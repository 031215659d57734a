import koffi from 'koffi'
import type { Pointer, Struct } from './library/native-types.ts'

/** Tokens of one step, of any sequences. Its memory is ours and stays where it is. */
export class TokenBatch {
  readonly capacity: number
  readonly #tokens: Int32Array
  readonly #positions: Int32Array
  readonly #sequenceCounts: Int32Array
  readonly #sequenceIds: Int32Array
  readonly #sequences: BigUint64Array
  readonly #sequenceAddresses: readonly Pointer[]
  readonly #outputs: Int8Array
  readonly #struct: Struct<'llama_batch'>
  #size = 0

  constructor(capacity: number, sequences: number) {
    this.capacity = capacity
    this.#tokens = new Int32Array(capacity)
    this.#positions = new Int32Array(capacity)
    this.#sequenceCounts = new Int32Array(capacity).fill(1)
    this.#sequenceIds = Int32Array.from({ length: sequences }, (_, sequence) => sequence)
    const ids = koffi.address(this.#sequenceIds)
    this.#sequenceAddresses = Array.from(this.#sequenceIds, (sequence) => ids + BigInt(sequence * Int32Array.BYTES_PER_ELEMENT))
    this.#sequences = new BigUint64Array(capacity)
    this.#outputs = new Int8Array(capacity)
    this.#struct = {
      n_tokens: 0,
      token: koffi.address(this.#tokens),
      embd: null,
      pos: koffi.address(this.#positions),
      n_seq_id: koffi.address(this.#sequenceCounts),
      seq_id: koffi.address(this.#sequences),
      logits: koffi.address(this.#outputs),
    }
  }

  get size(): number {
    return this.#size
  }

  /** Adds a token at a position of a sequence; returns its row. Of a row with `output` there are logits, or embeddings, afterwards. */
  add(token: number, position: number, sequence: number, output: boolean): number {
    const row = this.#size
    if (row === this.capacity) throw new Error(`A batch holds ${this.capacity} tokens.`)
    this.#tokens[row] = token
    this.#positions[row] = position
    this.#sequences[row] = this.#sequenceAddresses[sequence] as Pointer
    this.#outputs[row] = output ? 1 : 0
    this.#size = row + 1
    return row
  }

  clear(): void {
    this.#size = 0
  }

  /** The batch as llama.cpp takes it. */
  struct(): Struct<'llama_batch'> {
    return { ...this.#struct, n_tokens: this.#size }
  }
}
