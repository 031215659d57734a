import type { ChosenTokenLogprob } from '@honestai/core'
import { z } from 'zod'
import { chatMetadata } from '../../../chat/chat-metadata.ts'
import type { OpenedChat } from '../../../chat/open-chat.ts'
import { answerFields, createAnswer, finishReason, logprobsResponse, toFinishReason, toLogprobs } from '../answer.ts'
import { toUsage, usageResponse } from '../to-usage.ts'

const callDelta = z.object({
  index: z.int(),
  id: z.string().exactOptional(),
  type: z.literal('function').exactOptional(),
  function: z.object({ name: z.string().exactOptional(), arguments: z.string() }),
})

const delta = z.object({
  role: z.literal('assistant').exactOptional(),
  content: z.string().exactOptional(),
  reasoning_content: z.string().exactOptional(),
  refusal: z.null().exactOptional(),
  tool_calls: z.array(callDelta).exactOptional(),
})

const choice = z.object({ index: z.int(), delta, logprobs: logprobsResponse, finish_reason: finishReason.nullable() })

/** One event of a streamed `POST /v1/chat/completions`; `honestai` is in the last one. */
export const chatCompletionChunkResponse = z.object({
  ...answerFields,
  object: z.literal('chat.completion.chunk'),
  service_tier: z.literal('default'),
  choices: z.array(choice),
  // With usage asked for, every chunk but the last says null, so that a reader can tell "not yet" from "never".
  usage: usageResponse.nullable().exactOptional(),
  honestai: chatMetadata.exactOptional(),
})

/** One event of a streamed `POST /v1/chat/completions`. */
export type ChatCompletionChunk = z.infer<typeof chatCompletionChunkResponse>

type Delta = z.infer<typeof delta>
type Options = { choices: number; includeUsage: boolean }

/** The chunks of a streamed answer, as OpenAI tells them. Nothing is told before the first event, since only then the model is settled. */
export async function* toChatCompletionChunks(
  { events, asked }: OpenedChat,
  { choices, includeUsage }: Options,
): AsyncGenerator<ChatCompletionChunk> {
  let answer = createAnswer('chatcmpl', asked.model)
  const noUsage = includeUsage ? { usage: null } : {}
  const head = () => ({ ...answer, object: 'chat.completion.chunk' as const, service_tier: 'default' as const })
  const chunk = ({ choice = 0 }: { choice?: number }, delta: Delta, logprobs?: ChosenTokenLogprob[]): ChatCompletionChunk => ({
    ...head(),
    choices: [{ index: choice, delta, logprobs: toLogprobs(logprobs), finish_reason: null }],
    ...noUsage,
  })

  for await (const event of events) {
    switch (event.type) {
      case 'start':
        answer = createAnswer('chatcmpl', event.metadata.model)
        for (let choice = 0; choice < choices; choice++) yield chunk({ choice }, { role: 'assistant', content: '', refusal: null })
        break
      case 'text-delta':
        yield chunk(event, { content: event.text }, event.logprobs)
        break
      case 'reasoning-delta':
        yield chunk(event, { reasoning_content: event.text })
        break
      case 'tool-call-start': {
        const { index, id, name } = event
        yield chunk(event, { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] })
        break
      }
      case 'tool-call-delta':
        yield chunk(event, { tool_calls: [{ index: event.index, function: { arguments: event.argumentsText } }] })
        break
      case 'end': {
        const ends = event.choices ?? [event]
        const { metadata: honestai } = event
        for (const [index, { reason }] of ends.entries()) {
          const isLast = index === ends.length - 1 && !includeUsage
          const last = { index, delta: {}, logprobs: null, finish_reason: toFinishReason(reason) }
          yield { ...head(), choices: [last], ...noUsage, ...(isLast && { honestai }) }
        }
        if (includeUsage) yield { ...head(), choices: [], usage: toUsage(event.usage), honestai }
        return
      }
    }
  }
  throw new Error('The engine ended a chat without an end event.')
}
