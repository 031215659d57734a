import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig, verifyModel } from '@honestai/core'
import { GGUFValueType } from '@huggingface/gguf'
import { afterAll, expect, test } from 'vitest'
import { createRandom } from '../statistics/random-source.ts'
import { randomTensor } from './random-tensor.ts'
import { type Shape, shapes, tensorsOf } from './shapes.ts'
import { weightsMetadata } from './weights-metadata.ts'
import { type GgufEntries, tensorBytes, writeGguf } from './write-gguf.ts'

const folder = mkdtempSync(join(tmpdir(), 'honestai-weights-'))
afterAll(() => rmSync(folder, { recursive: true }))

const words = ['<unk>', '<s>', '</s>', ...'abcdefghijklmnopqrstuvwxyz']
const vocabulary: GgufEntries = {
  'tokenizer.ggml.model': { type: GGUFValueType.STRING, value: 'llama' },
  'tokenizer.ggml.tokens': { type: GGUFValueType.ARRAY, subType: GGUFValueType.STRING, value: words },
  'tokenizer.ggml.scores': { type: GGUFValueType.ARRAY, subType: GGUFValueType.FLOAT32, value: words.map((_, index) => -index) },
  'tokenizer.ggml.bos_token_id': { type: GGUFValueType.UINT32, value: 1 },
}

async function write(name: string, shape: Shape, seed: number): Promise<string> {
  const path = join(folder, `${name}.gguf`)
  const random = createRandom(seed)
  const metadata = weightsMetadata(shape, vocabulary)
  await using file = await open(path, 'w')
  await writeGguf(file, { metadata, tensors: tensorsOf(shape, words.length), chunks: (tensor) => randomTensor(tensor, random) })
  return path
}

test.each(['qwen2', 'llama', 'phi3', 'gemma'] as const)('weights of %s are what the reader of the engine expects', async (architecture) => {
  const shape: Shape = { ...shapes['tiny-phi3'], architecture }
  const path = await write(architecture, shape, 1)
  const { models } = await loadConfig({ model: path })
  const { gguf, abilities } = await verifyModel(models[0] as (typeof models)[0])
  expect(gguf).toMatchObject({
    architecture,
    quantisation: 'Q8_0',
    trainedContextSize: shape.contextSize,
    embeddingLength: shape.embeddingLength,
    feedForwardLength: shape.feedForwardLength,
    vocabularySize: words.length,
    specialTokens: { bos: 1 },
  })
  expect([gguf.layers.length, gguf.keyLength, abilities]).toEqual([shape.layers, 16, ['chat']])
})

test('the same seed writes the same bytes, another seed others', async () => {
  const hash = async (name: string, seed: number) =>
    createHash('sha256')
      .update(readFileSync(await write(name, shapes['tiny-phi3'], seed)))
      .digest('hex')
  const [one, again, other] = [await hash('one', 5), await hash('again', 5), await hash('other', 6)]
  expect(again).toBe(one)
  expect(other).not.toBe(one)
})

test('a matrix keeps the size of what it is multiplied with, and no block holds −128', () => {
  const tensor = { name: 'blk.0.ffn_up.weight', dimensions: [64, 128], type: 'Q8_0' } as const
  const bytes = Buffer.concat([...randomTensor(tensor, createRandom(3))].map((chunk) => Buffer.from(chunk)))
  expect(bytes.length).toBe(tensorBytes(tensor))
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const values = Array.from({ length: bytes.length / 34 }, (_, block) =>
    Array.from({ length: 32 }, (_, index) => view.getInt8(block * 34 + 2 + index) * view.getFloat16(block * 34, true)),
  ).flat()
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length)
  expect(deviation * Math.sqrt(64)).toBeCloseTo(1, 1)
  expect(Math.min(...values)).toBeGreaterThanOrEqual(-127 * view.getFloat16(0, true))
})
