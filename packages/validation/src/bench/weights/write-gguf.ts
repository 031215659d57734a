import type { FileHandle } from 'node:fs/promises'
import { type GGUFTypedMetadata, GGUFValueType, type MetadataValue, serializeGgufMetadata } from '@huggingface/gguf'

/** A tensor to be written: its shape as GGUF has it, the length of a row first. */
export type NewTensor = { name: string; dimensions: readonly number[]; type: 'F32' | 'Q8_0' }

/** Metadata of a header, each value with its type; lists also with the type of their items. */
export type GgufEntries = Record<string, { type: GGUFValueType; subType?: GGUFValueType; value: MetadataValue }>

/** A GGUF file to be written. `chunks` gives the bytes of one tensor after the other, each as long as `tensorBytes` says. */
export type NewGguf = {
  metadata: GgufEntries
  tensors: readonly NewTensor[]
  chunks: (tensor: NewTensor) => Iterable<Uint8Array>
}

// Tensor types by number, and the bytes of a block: ggml/docs/gguf.md and ggml-common.h.
const kinds = { F32: { type: 0, blockValues: 1, blockBytes: 4 }, Q8_0: { type: 8, blockValues: 32, blockBytes: 34 } } as const
const alignment = 32

/** Bytes that the values of a tensor take in a file. */
export function tensorBytes({ dimensions, type }: Pick<NewTensor, 'dimensions' | 'type'>): number {
  const { blockValues, blockBytes } = kinds[type]
  return (dimensions.reduce((product, dimension) => product * dimension, 1) / blockValues) * blockBytes
}

/** Writes a GGUF file, version 3, in pieces: weights of true size do not fit into memory twice. `onProgress` hears its share, 0 to 1. */
export async function writeGguf(
  file: FileHandle,
  { metadata, tensors, chunks }: NewGguf,
  onProgress = (_share: number) => {},
): Promise<void> {
  const totalBytes = tensors.reduce((sum, tensor) => sum + tensorBytes(tensor), 0)
  let tensorBytesWritten = 0
  // The library pads its part to the alignment it is given; the tensors' descriptions follow without a gap.
  const head = serializeGgufMetadata({ ...counts(tensors.length), ...metadata } as GGUFTypedMetadata, { alignment: 1 })
  const descriptions = Buffer.concat(describe(tensors))
  await file.write(head)
  await file.write(descriptions)
  let written = head.length + descriptions.length
  const pad = async () => {
    const gap = roundUp(written) - written
    if (gap > 0) await file.write(Buffer.alloc(gap))
    written += gap
  }
  for (const tensor of tensors) {
    await pad()
    for (const chunk of chunks(tensor)) {
      await file.write(chunk)
      written += chunk.length
      tensorBytesWritten += chunk.length
      onProgress(tensorBytesWritten / totalBytes)
    }
  }
}

// The library counts the entries itself.
const counts = (tensors: number) => ({
  version: { type: GGUFValueType.UINT32, value: 3 },
  tensor_count: { type: GGUFValueType.UINT64, value: BigInt(tensors) },
  kv_count: { type: GGUFValueType.UINT64, value: 0n },
})

function describe(tensors: readonly NewTensor[]): Buffer[] {
  let offset = 0
  return tensors.map((tensor) => {
    const name = Buffer.from(tensor.name)
    const text = Buffer.alloc(8 + name.length + 4 + 8 * tensor.dimensions.length + 4 + 8)
    let at = text.writeBigUInt64LE(BigInt(name.length))
    at += name.copy(text, at)
    at = text.writeUInt32LE(tensor.dimensions.length, at)
    for (const dimension of tensor.dimensions) at = text.writeBigUInt64LE(BigInt(dimension), at)
    at = text.writeUInt32LE(kinds[tensor.type].type, at)
    text.writeBigUInt64LE(BigInt(offset), at)
    offset = roundUp(offset + tensorBytes(tensor))
    return text
  })
}

const roundUp = (bytes: number) => Math.ceil(bytes / alignment) * alignment
