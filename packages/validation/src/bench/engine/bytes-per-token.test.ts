import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GGUFValueType } from '@huggingface/gguf'
import { afterAll, expect, test } from 'vitest'
import { type NewTensor, tensorBytes, writeGguf } from '../weights/write-gguf.ts'
import { bytesPerToken } from './bytes-per-token.ts'

const folder = mkdtempSync(join(tmpdir(), 'honestai-bytes-'))
afterAll(() => rmSync(folder, { recursive: true }))

const table: NewTensor = { name: 'token_embd.weight', dimensions: [64, 100], type: 'Q8_0' }
const layer: NewTensor = { name: 'blk.0.ffn_down.weight', dimensions: [64, 64], type: 'Q8_0' }
const output: NewTensor = { name: 'output.weight', dimensions: [64, 100], type: 'Q8_0' }

/** Tensors begin at multiples of 32 bytes, and the gap before the next counts as part of one. */
const padded = (bytes: number) => Math.ceil(bytes / 32) * 32

async function fileOf(tensors: readonly NewTensor[]): Promise<string> {
  const path = join(folder, `${tensors.length}.gguf`)
  await using file = await open(path, 'w')
  const metadata = { 'general.architecture': { type: GGUFValueType.STRING, value: 'llama' } }
  await writeGguf(file, { metadata, tensors, chunks: (tensor) => [Buffer.alloc(tensorBytes(tensor), 1)] })
  return path
}

test('a table of embeddings that also scores the next token is read as a whole', async () => {
  expect(padded(await bytesPerToken(await fileOf([table, layer])))).toBe(padded(tensorBytes(table) + tensorBytes(layer)))
})

test('of a table beside which another scores the next token, one row is read, which counts for nothing', async () => {
  expect(padded(await bytesPerToken(await fileOf([table, layer, output])))).toBe(padded(tensorBytes(layer) + tensorBytes(output)))
})
