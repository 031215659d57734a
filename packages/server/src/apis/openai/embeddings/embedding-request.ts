import { z } from 'zod'
import { harmless } from '../../shared/refused-values.ts'

const text = z.string().min(1)
const tokenIds = z.array(z.int().min(0)).min(1)

/** The body of `POST /v1/embeddings`. */
export const embeddingRequest = z.object({
  model: z.string().min(1).describe('Id of a model, or a task as task:NAME.'),
  input: z
    .union([text, z.array(text).min(1), tokenIds, z.array(tokenIds).min(1)], {
      error: 'expected a text, an array of texts, or token ids, that is not empty',
    })
    .describe('A text, several, or token ids.'),
  encoding_format: z.enum(['float', 'base64']).nullish().describe('How a vector is written; float by default.'),
  dimensions: z.int().min(1).nullish().describe('Length that the vectors are cut to.'),
  user: harmless,
})

/** The body of `POST /v1/embeddings`, parsed. */
export type EmbeddingRequest = z.infer<typeof embeddingRequest>
