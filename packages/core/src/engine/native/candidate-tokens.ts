import koffi from 'koffi'
import type { LlamaLibrary } from './library/llama-library.ts'
import { llamaTable } from './library/llama-table.ts'
import type { Pointer } from './library/native-types.ts'

const bytesEach = llamaTable.structs.llama_token_data.size
const valuesEach = bytesEach / Float32Array.BYTES_PER_ELEMENT
/** Offsets in `llama_token_data_array`. */
const [sizeAt, selectedAt, sortedAt] = [8, 16, 24]

/** Tokens with their logits, as samplers work on them: all of a vocabulary, or one. Its memory is ours. */
export class CandidateTokens {
  readonly #library: LlamaLibrary
  readonly #ids: Int32Array
  readonly #values: Float32Array
  readonly #fresh: Int32Array
  readonly #address: Pointer
  readonly #array = new DataView(new ArrayBuffer(llamaTable.structs.llama_token_data_array.size))

  constructor(library: LlamaLibrary, size: number) {
    this.#library = library
    const memory = new ArrayBuffer(size * bytesEach)
    this.#ids = new Int32Array(memory)
    this.#values = new Float32Array(memory)
    this.#fresh = new Int32Array(size * valuesEach)
    for (let token = 0; token < size; token++) this.#fresh[token * valuesEach] = token
    this.#address = koffi.address(this.#ids)
  }

  /** Takes all logits of a row, in order of their tokens. */
  fill(logits: Float32Array): void {
    this.#ids.set(this.#fresh)
    const values = this.#values
    for (let token = 0, at = 1; token < logits.length; token++, at += valuesEach) values[at] = logits[token] as number
    this.#begin(logits.length)
  }

  /** Takes one token alone. */
  fillWith(token: number): void {
    this.#ids[0] = token
    this.#values[1] = 1
    this.#begin(1)
  }

  apply(sampler: Pointer): void {
    this.#library.llama_sampler_apply(sampler, this.#array)
  }

  /** Logits in order of tokens, as long as no sampler has sorted or cut them. */
  logits(): Float32Array {
    const logits = new Float32Array(this.#ids.length / valuesEach)
    for (let token = 0, at = 1; token < logits.length; token++, at += valuesEach) logits[token] = this.#values[at] as number
    return logits
  }

  /** Whether the first token is still allowed. */
  get firstIsAllowed(): boolean {
    return this.#values[1] !== Number.NEGATIVE_INFINITY
  }

  /** The token that a sampler has chosen. */
  get chosen(): number {
    const selected = Number(this.#array.getBigInt64(selectedAt, true))
    const data = this.#array.getBigUint64(0, true)
    // A sampler may have put other memory in the place of ours.
    if (data !== this.#address) return koffi.decode(data + BigInt(selected * bytesEach), 'int32_t') as number
    return this.#ids[selected * valuesEach] as number
  }

  #begin(size: number): void {
    this.#array.setBigUint64(0, this.#address, true)
    this.#array.setBigUint64(sizeAt, BigInt(size), true)
    this.#array.setBigInt64(selectedAt, -1n, true)
    this.#array.setUint8(sortedAt, 0)
  }
}
