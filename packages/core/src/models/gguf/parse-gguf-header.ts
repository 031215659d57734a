import { GgufCursor, GgufFault } from './gguf-cursor.ts'

/** A metadata value. Arrays of numbers are kept as they are; there are at most a few hundred thousand of them. */
export type GgufValue = number | boolean | string | GgufValue[]

/** Where a tensor lies and what shape it has. */
export type GgufTensor = { name: string; dimensions: number[]; type: number; offset: number }

/** The header of a GGUF file. */
export type GgufHeader = {
  version: number
  metadata: Map<string, GgufValue>
  tensors: GgufTensor[]
  /** Bytes that the offset of every tensor is a multiple of. */
  alignment: number
  /** First byte of the tensor data. */
  dataOffset: number
}

// Real files stay far below these; a damaged count goes far above.
const mostMetadata = 65_536
const mostTensors = 1_000_000
const mostArrayItems = 4_194_304
/** Of all lists together: each takes 8 bytes in memory, whatever it takes in the file. */
const mostItems = 16_777_216
const mostDimensions = 4

// Value types by number, as the GGUF specification lists them (ggml/docs/gguf.md); 8 is a string, 9 an array.
const scalarReaders: Readonly<Record<number, (cursor: GgufCursor) => GgufValue>> = {
  0: (cursor) => cursor.uint8(),
  1: (cursor) => cursor.int8(),
  2: (cursor) => cursor.uint16(),
  3: (cursor) => cursor.int16(),
  4: (cursor) => cursor.uint32(),
  5: (cursor) => cursor.int32(),
  6: (cursor) => cursor.float32(),
  7: (cursor) => cursor.boolean(),
  8: (cursor) => cursor.string(),
  10: (cursor) => cursor.uint64(),
  11: (cursor) => cursor.int64(),
  12: (cursor) => cursor.float64(),
}
const arrayType = 9

/**
 * Parses the header at the start of `bytes`. Throws `BytesExhausted` when the header goes on beyond them and `GgufFault`
 * when it cannot be right. Format: ggml/docs/gguf.md, versions 2 and 3.
 */
export function parseGgufHeader(bytes: Buffer): GgufHeader {
  const cursor = new GgufCursor(bytes)
  if (cursor.uint32() !== 0x46554747) throw new GgufFault('It does not begin with the letters GGUF.')
  const version = cursor.uint32()
  if (version !== 2 && version !== 3) throw new GgufFault(`It claims GGUF version ${version}; versions 2 and 3 exist.`)
  const tensorCount = cursor.count('tensors', mostTensors)
  const metadataCount = cursor.count('metadata entries', mostMetadata)

  const metadata = new Map<string, GgufValue>()
  let items = 0
  for (let index = 0; index < metadataCount; index++) {
    const key = cursor.string()
    if (metadata.has(key)) throw new GgufFault(`The metadata key "${key}" stands twice.`)
    const value = readValue(cursor, cursor.uint32(), key)
    items += Array.isArray(value) ? value.length : 1
    if (items > mostItems) throw new GgufFault(`Its metadata has more than ${mostItems} values.`)
    metadata.set(key, value)
  }
  const tensors = Array.from({ length: tensorCount }, () => readTensor(cursor))
  const alignment = alignmentOf(metadata)
  return { version, metadata, tensors, alignment, dataOffset: roundUp(cursor.offset, alignment) }
}

function readValue(cursor: GgufCursor, type: number, key: string): GgufValue {
  if (type === arrayType) return readArray(cursor, key)
  const read = scalarReaders[type]
  if (!read) throw new GgufFault(`The metadata key "${key}" has the unknown type ${type}.`)
  return read(cursor)
}

function readArray(cursor: GgufCursor, key: string): GgufValue[] {
  const type = cursor.uint32()
  const read = scalarReaders[type]
  if (!read) throw new GgufFault(`The list "${key}" has the unknown or nested type ${type}.`)
  const count = cursor.count(`items in "${key}"`, mostArrayItems)
  const items: GgufValue[] = []
  // Grown item by item: the count is only believed as far as there are bytes.
  for (let index = 0; index < count; index++) items.push(read(cursor))
  return items
}

function readTensor(cursor: GgufCursor): GgufTensor {
  const name = cursor.string()
  const dimensionCount = cursor.uint32()
  if (dimensionCount < 1 || dimensionCount > mostDimensions) throw new GgufFault(`Tensor "${name}" claims ${dimensionCount} dimensions.`)
  const dimensions = Array.from({ length: dimensionCount }, () => cursor.uint64())
  return { name, dimensions, type: cursor.uint32(), offset: cursor.uint64() }
}

/** Alignment of the tensor data: the metadata's, or 32. */
function alignmentOf(metadata: GgufHeader['metadata']): number {
  const alignment = metadata.get('general.alignment') ?? 32
  const sound = typeof alignment === 'number' && alignment >= 8 && alignment <= 65_536 && Number.isInteger(Math.log2(alignment))
  if (!sound) throw new GgufFault(`Its alignment is ${String(alignment)}, not a power of two.`)
  return alignment
}

const roundUp = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple
