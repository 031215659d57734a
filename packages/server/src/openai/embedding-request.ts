import { z } from 'zod'

const text = z.string().min(1)

/** The body of `POST /v1/embeddings`. */
export const embeddingRequest = z.object({
  model: z.string().min(1),
  input: z
    .unknown()
    .refine((input) => !isTokenIds(input), 'token ids are not accepted; send the text itself')
    .pipe(z.union([text, z.array(text).min(1)], { error: 'expected a text or an array of texts' })),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z
    .unknown()
    .refine((value) => value == null, { params: { unsupported: true } })
    .optional(),
  user: z.unknown().optional(),
})

/** The body of `POST /v1/embeddings`, parsed. */
export type EmbeddingRequest = z.infer<typeof embeddingRequest>

const isTokenIds = (input: unknown): boolean => Array.isArray(input) && (typeof input[0] === 'number' || isTokenIds(input[0]))
