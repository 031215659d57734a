/** Thrown when a value lies beyond the bytes at hand: either more must be read, or the file is cut. */
export class BytesExhausted extends Error {}

/** Thrown when a value cannot be right. Its message is a sentence for people. */
export class GgufFault extends Error {}

/** Longest string a header may hold. The longest real ones are chat templates, some tens of kilobytes. */
const longestStringBytes = 4 * 1024 ** 2

/** Reads little-endian GGUF values one after another, refusing absurd ones before anything is allocated for them. */
export class GgufCursor {
  readonly #bytes: Buffer
  #offset = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get offset(): number {
    return this.#offset
  }

  get bytesLeft(): number {
    return this.#bytes.length - this.#offset
  }

  uint8 = () => this.#bytes.readUInt8(this.#take(1))
  int8 = () => this.#bytes.readInt8(this.#take(1))
  uint16 = () => this.#bytes.readUInt16LE(this.#take(2))
  int16 = () => this.#bytes.readInt16LE(this.#take(2))
  uint32 = () => this.#bytes.readUInt32LE(this.#take(4))
  int32 = () => this.#bytes.readInt32LE(this.#take(4))
  float32 = () => this.#bytes.readFloatLE(this.#take(4))
  float64 = () => this.#bytes.readDoubleLE(this.#take(8))
  int64 = () => Number(this.#bytes.readBigInt64LE(this.#take(8)))
  uint64 = () => Number(this.#bytes.readBigUInt64LE(this.#take(8)))
  boolean = () => this.uint8() !== 0

  /** A count or length, refused when larger than `most`. */
  count(what: string, most: number): number {
    const count = this.uint64()
    if (count > most) throw new GgufFault(`It claims ${count} ${what}, more than any real file has.`)
    return count
  }

  string(): string {
    const length = this.count('bytes in one string', longestStringBytes)
    const start = this.#take(length)
    return this.#bytes.toString('utf8', start, start + length)
  }

  #take(length: number): number {
    if (length > this.bytesLeft) throw new BytesExhausted()
    const start = this.#offset
    this.#offset += length
    return start
  }
}
