import { createHash } from 'node:crypto'

/**
 * Splits a sound GGUF file into two: the first has all tensors, the second none, and both say which of two they are. Names and
 * order are the caller's. For tests.
 *
 * @example
 * splitInTwo(readFileSync(model.path)).files.length // 2
 */
export function splitInTwo(sound: Buffer): { files: [Buffer, Buffer]; sha256: [string, string] } {
  const tensors = sound.readUInt32LE(8)
  // 96 bytes, three times the alignment, so that the tensors stay aligned.
  const entries = [
    short('split.no', 0),
    short('split.count', 2),
    entry('split.tensors.count', 5, int(tensors)),
    entry('x', 0, Buffer.alloc(1)),
  ]
  const first = Buffer.concat([sound.subarray(0, 24), ...entries, sound.subarray(24)])
  first.writeBigUInt64LE(sound.readBigUInt64LE(16) + BigInt(entries.length), 16)
  const header = Buffer.concat([sound.subarray(0, 8), long(0n), long(3n)])
  const second = Buffer.concat([
    header,
    short('split.no', 1),
    short('split.count', 2),
    entry('split.tensors.count', 5, int(tensors)),
    Buffer.alloc(64),
  ])
  return { files: [first, second], sha256: [hashOf(first), hashOf(second)] }
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const int = (value: number) => Buffer.from(Int32Array.of(value).buffer)
const long = (value: bigint) => Buffer.from(BigUint64Array.of(value).buffer)
const short = (key: string, value: number) => entry(key, 2, Buffer.from(Uint16Array.of(value).buffer))
const entry = (key: string, type: number, value: Buffer) => Buffer.concat([long(BigInt(key.length)), Buffer.from(key), int(type), value])
