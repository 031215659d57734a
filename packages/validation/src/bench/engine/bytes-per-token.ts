import { statSync } from 'node:fs'
import { gguf } from '@huggingface/gguf'

/**
 * Bytes of weights that one decode step must read, however few streams it has: every tensor once, but for the table of embeddings, of which
 * a token has one row; where the file has no other, the table is read as a whole to score the next token.
 */
export async function bytesPerToken(file: string): Promise<number> {
  const { tensorInfos, tensorDataOffset } = await gguf(file, { allowLocalFile: true })
  const dataBytes = statSync(file).size - Number(tensorDataOffset)
  const begins = tensorInfos.map(({ offset }) => Number(offset)).sort((one, other) => one - other)
  const bytesOf = (offset: number) => (begins.find((begin) => begin > offset) ?? dataBytes) - offset
  const hasOutput = tensorInfos.some(({ name }) => name === 'output.weight')
  return tensorInfos
    .filter(({ name }) => !(hasOutput && name === 'token_embd.weight'))
    .reduce((sum, { offset }) => sum + bytesOf(Number(offset)), 0)
}
