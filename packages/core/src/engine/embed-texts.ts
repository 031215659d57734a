import type { LlamaEmbeddingContext } from 'node-llama-cpp'
import { routerError } from '../errors.ts'
import type { Model } from '../models/model.ts'
import type { EmbedResult } from './engine.ts'

/** Embeds texts one after another: the binding has no batches for embeddings. Vectors get unit length. */
export async function embedTexts(
  model: Model,
  context: LlamaEmbeddingContext,
  texts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<EmbedResult> {
  const inputs = texts.map((text) => context.model.tokenize(text))
  const lengths = inputs.map((input) => context.calculateInputLength(input))
  const longest = Math.max(0, ...lengths)
  if (longest > model.contextTokens) {
    throw routerError('context_length_exceeded', { model: model.id, promptTokens: longest, contextTokens: model.contextTokens })
  }
  const vectors: number[][] = []
  for (const input of inputs) {
    if (signal?.aborted) throw routerError('request_cancelled', {})
    const { vector } = await context.getEmbeddingFor(input)
    vectors.push(toUnitLength(vector))
  }
  return { vectors, promptTokens: lengths.reduce((sum, length) => sum + length, 0) }
}

function toUnitLength(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector)
  return length === 0 ? [...vector] : vector.map((value) => value / length)
}
