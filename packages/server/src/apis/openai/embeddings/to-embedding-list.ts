import type { Decision, EmbedResult } from '@honestai/core'
import { z } from 'zod'
import { chatMetadata, toChatMetadata } from '../../../chat/chat-metadata.ts'
import type { EmbeddingRequest } from './embedding-request.ts'

const embedding = z.object({
  object: z.literal('embedding'),
  index: z.int(),
  embedding: z.union([z.array(z.number()), z.string().describe('Base64 of little-endian 32-bit floats.')]),
})

/** The answer of `POST /v1/embeddings`. */
export const embeddingResponse = z.object({
  object: z.literal('list'),
  data: z.array(embedding),
  model: z.string(),
  usage: z.object({ prompt_tokens: z.int(), total_tokens: z.int() }),
  honestai: chatMetadata,
})

/** The answer of `POST /v1/embeddings`. */
export type EmbeddingResponse = z.infer<typeof embeddingResponse>

/** Embeddings in OpenAI's shape. */
export function toEmbeddingList(
  format: EmbeddingRequest['encoding_format'],
  decision: Decision,
  result: EmbedResult,
  warnings: string[],
): EmbeddingResponse {
  return {
    object: 'list',
    data: result.vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: format === 'base64' ? toBase64(vector) : vector,
    })),
    model: decision.model,
    usage: { prompt_tokens: result.promptTokens, total_tokens: result.promptTokens },
    honestai: toChatMetadata({ decision }, warnings),
  }
}

// OpenAI's clients ask for base64 by default and read it as little-endian 32-bit floats, whatever the machine.
function toBase64(vector: number[]): string {
  const bytes = Buffer.alloc(vector.length * 4)
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4)
  return bytes.toString('base64')
}
