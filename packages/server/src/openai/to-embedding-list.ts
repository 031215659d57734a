import type { Decision, EmbedResult } from '@honestai/core'
import type { EmbeddingRequest } from './embedding-request.ts'
import { toHonestAi } from './to-honestai.ts'

/** Embeddings in OpenAI's shape. */
export function toEmbeddingList(format: EmbeddingRequest['encoding_format'], decision: Decision, result: EmbedResult, warnings: string[]) {
  return {
    object: 'list' as const,
    data: result.vectors.map((vector, index) => ({
      object: 'embedding' as const,
      index,
      embedding: format === 'base64' ? toBase64(vector) : vector,
    })),
    model: decision.model,
    usage: { prompt_tokens: result.promptTokens, total_tokens: result.promptTokens },
    honestai: toHonestAi(decision, warnings),
  }
}

// OpenAI's clients ask for base64 by default and read it as little-endian 32-bit floats, whatever the machine.
function toBase64(vector: number[]): string {
  const bytes = Buffer.alloc(vector.length * 4)
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4)
  return bytes.toString('base64')
}
