import { z } from 'zod'
import { SubjectFailure } from '../../base/subject-failure.ts'

// What every OpenAI-compatible server must send, from the reference of the API. More is welcome: these objects are loose.

const usage = z.looseObject({
  prompt_tokens: z.int().positive(),
  completion_tokens: z.int().nonnegative(),
  total_tokens: z.int().positive(),
})
export type Usage = z.infer<typeof usage>

const toolCall = z.looseObject({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
})

/** `POST /v1/chat/completions`, whole. */
export const chatCompletion = z.looseObject({
  id: z.string().min(1),
  object: z.literal('chat.completion'),
  created: z.int(),
  model: z.string(),
  choices: z
    .array(
      z.looseObject({
        index: z.int(),
        message: z.looseObject({
          role: z.literal('assistant'),
          content: z.string().nullish(),
          tool_calls: z.array(toolCall).nullish(),
        }),
        finish_reason: z.string(),
      }),
    )
    .min(1),
  usage,
})
export type ChatCompletion = z.infer<typeof chatCompletion>

/** One chunk of a streamed one. */
export const chatChunk = z.looseObject({
  id: z.string().min(1),
  object: z.literal('chat.completion.chunk'),
  choices: z.array(
    z.looseObject({
      index: z.int(),
      delta: z.looseObject({
        role: z.string().nullish(),
        content: z.string().nullish(),
        tool_calls: z
          .array(
            z.looseObject({
              index: z.int(),
              id: z.string().nullish(),
              function: z.looseObject({ name: z.string().nullish(), arguments: z.string().nullish() }).optional(),
            }),
          )
          .nullish(),
      }),
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: usage.nullish(),
})
export type ChatChunk = z.infer<typeof chatChunk>

/** `POST /v1/embeddings`. */
export const embeddingList = z.looseObject({
  object: z.literal('list'),
  data: z.array(z.looseObject({ object: z.literal('embedding'), index: z.int(), embedding: z.array(z.number()) })),
  usage: z.looseObject({ prompt_tokens: z.int().nonnegative(), total_tokens: z.int().nonnegative() }),
})

/** `GET /v1/models`. */
export const modelList = z.looseObject({
  object: z.literal('list'),
  data: z.array(z.looseObject({ id: z.string().min(1), object: z.literal('model') })).min(1),
})

/** The body of every refusal. */
export const errorBody = z.looseObject({ error: z.looseObject({ message: z.string().min(1), type: z.string().nullish() }) })

/** Reads what a server sent as the shape it should have; another one is the server's failure, told by its path. */
export function parseAnswer<Schema extends z.ZodType>(schema: Schema, json: unknown, what: string): z.infer<Schema> {
  const { data, error } = schema.safeParse(json)
  if (error) throw new SubjectFailure(`${what} has another shape than the original's: ${z.prettifyError(error)}`)
  return data
}
