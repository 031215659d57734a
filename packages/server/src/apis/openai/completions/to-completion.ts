import type { ChosenTokenLogprob } from '@honestai/core'
import { z } from 'zod'
import { chatMetadata } from '../../../chat/chat-metadata.ts'
import { answerFields, createAnswer } from '../answer.ts'
import { toUsage, usageResponse } from '../to-usage.ts'
import type { CompletionPiece } from './completion-pieces.ts'

const logprobs = z
  .object({
    tokens: z.array(z.string()),
    token_logprobs: z.array(z.number()),
    top_logprobs: z.array(z.record(z.string(), z.number())),
    text_offset: z.array(z.int()),
  })
  .nullable()

const choice = z.object({ index: z.int(), text: z.string(), logprobs, finish_reason: z.enum(['stop', 'length']) })

const object = z.literal('text_completion')

/** The answer of `POST /v1/completions` that is not streamed. */
export const completionResponse = z.object({
  ...answerFields,
  object,
  choices: z.array(choice),
  usage: usageResponse,
  honestai: chatMetadata,
})

/** One event of a streamed `POST /v1/completions`; `honestai` is in the last one. */
export const completionChunkResponse = z.object({
  ...answerFields,
  object,
  choices: z.array(choice.extend({ finish_reason: choice.shape.finish_reason.nullable() })),
  usage: usageResponse.nullable().exactOptional(),
  honestai: chatMetadata.exactOptional(),
})

/** The answer of `POST /v1/completions` that is not streamed. */
export type CompletionResponse = z.infer<typeof completionResponse>

/** One event of a streamed `POST /v1/completions`. */
export type CompletionChunk = z.infer<typeof completionChunkResponse>

/** All answers of a request, from their pieces. */
export async function toCompletion(pieces: AsyncIterable<CompletionPiece>): Promise<CompletionResponse> {
  const choices: CompletionResponse['choices'] = []
  for await (const piece of pieces) {
    if (piece.type === 'end') {
      return {
        ...createAnswer('cmpl', piece.metadata.model),
        object: 'text_completion',
        choices,
        usage: toUsage(piece.usage),
        honestai: piece.metadata,
      }
    }
    choices[piece.index] ??= { index: piece.index, text: '', logprobs: null, finish_reason: 'stop' }
    const choice = choices[piece.index] as CompletionResponse['choices'][number]
    if (piece.type === 'answer-end') choice.finish_reason = toReason(piece.reason)
    else {
      if (piece.logprobs) choice.logprobs = join(choice.logprobs, toLogprobs(piece.logprobs, choice.text.length))
      choice.text += piece.text
    }
  }
  throw new Error('The answers have no end.')
}

/** The chunks of streamed answers, as OpenAI tells them. */
export async function* toCompletionChunks(
  pieces: AsyncIterable<CompletionPiece>,
  { includeUsage }: { includeUsage: boolean },
): AsyncGenerator<CompletionChunk> {
  let answer: ReturnType<typeof createAnswer> | undefined
  const lengths: number[] = []
  const noUsage = includeUsage ? { usage: null } : {}
  for await (const piece of pieces) {
    answer ??= createAnswer('cmpl', piece.type === 'end' ? piece.metadata.model : piece.model)
    const head = { ...answer, object: 'text_completion' as const }
    switch (piece.type) {
      case 'text': {
        const { index, text } = piece
        const offset = lengths[index] ?? 0
        lengths[index] = offset + text.length
        const logprobs = piece.logprobs ? toLogprobs(piece.logprobs, offset) : null
        yield { ...head, choices: [{ index, text, logprobs, finish_reason: null }], ...noUsage }
        break
      }
      case 'answer-end':
        yield {
          ...head,
          choices: [{ index: piece.index, text: '', logprobs: null, finish_reason: toReason(piece.reason) }],
          ...noUsage,
        }
        break
      case 'end':
        yield { ...head, choices: [], ...(includeUsage && { usage: toUsage(piece.usage) }), honestai: piece.metadata }
    }
  }
}

// An answer to a prompt is all text: no call ends it.
const toReason = (reason: string) => (reason === 'length' ? 'length' : 'stop')

type Logprobs = NonNullable<z.infer<typeof logprobs>>

/** Log probabilities in the shape of this API: lists side by side, with where each token begins in the text. */
function toLogprobs(tokens: readonly ChosenTokenLogprob[], offset: number): Logprobs {
  let next = offset
  return {
    tokens: tokens.map(({ text }) => text),
    token_logprobs: tokens.map(({ logprob }) => logprob),
    top_logprobs: tokens.map(({ top }) => Object.fromEntries(top.map(({ text, logprob }) => [text, logprob]))),
    text_offset: tokens.map(({ text }) => {
      next += text.length
      return next - text.length
    }),
  }
}

const join = (one: Logprobs | null, other: Logprobs): Logprobs =>
  one === null
    ? other
    : {
        tokens: [...one.tokens, ...other.tokens],
        token_logprobs: [...one.token_logprobs, ...other.token_logprobs],
        top_logprobs: [...one.top_logprobs, ...other.top_logprobs],
        text_offset: [...one.text_offset, ...other.text_offset],
      }
