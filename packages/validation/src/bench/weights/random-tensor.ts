import type { RandomSource } from '../statistics/random-source.ts'
import { type NewTensor, tensorBytes } from './write-gguf.ts'

// About a mebibyte, and a whole number of blocks and of 32-bit words.
const chunkBytes = 34 * 30_840
/** Standard deviation of odd numbers from −127 to 127, all alike likely. */
const oddBytesDeviation = Math.sqrt((128 ** 2 - 1) / 3)
/** So that the best of many tokens stands out, as it does with trained weights. */
const embeddingGain = 3

/** Random values for a tensor: a norm is 1 everywhere, a bias small, a matrix spread so that what it is multiplied with keeps its size. */
export function* randomTensor(tensor: NewTensor, random: RandomSource): Generator<Uint8Array> {
  const [length = 0] = tensor.dimensions
  if (tensor.type === 'F32') {
    const next = tensor.name.endsWith('.bias') ? () => (random() / 2 ** 31 - 1) * 0.02 : () => 1
    yield new Uint8Array(Float32Array.from({ length }, next).buffer)
    return
  }
  const gain = tensor.name === 'token_embd.weight' ? embeddingGain : 1
  yield* randomBlocks(tensorBytes(tensor), gain / Math.sqrt(length) / oddBytesDeviation, random)
}

/** Blocks of Q8_0: the scale as a 16-bit float, then 32 signed bytes (`block_q8_0` in ggml-common.h). The buffer is used again for the next. */
function* randomBlocks(bytes: number, scale: number, random: RandomSource): Generator<Uint8Array> {
  const words = new Uint32Array(chunkBytes / 4)
  const view = new DataView(words.buffer)
  for (let left = bytes; left > 0; left -= chunkBytes) {
    // Odd bytes only, so that none is −128, which the format does not use.
    for (let index = 0; index < words.length; index++) words[index] = random() | 0x01010101
    for (let offset = 0; offset < chunkBytes; offset += 34) view.setFloat16(offset, scale, true)
    yield new Uint8Array(words.buffer, 0, Math.min(left, chunkBytes))
  }
}
