import type { ChosenTokenLogprob, EndReason, ToolCall } from '@honestai/core'
import { z } from 'zod'
import { chatMetadata } from '../../../chat/chat-metadata.ts'
import type { OpenedChat, OpenedChatEvent } from '../../../chat/open-chat.ts'
import { answerFields, createAnswer, finishReason, logprobsResponse, toFinishReason, toLogprobs } from '../answer.ts'
import { toUsage, usageResponse } from '../to-usage.ts'
import { toolCallResponse, toToolCall } from './to-tool-call.ts'

const message = z.object({
  role: z.literal('assistant'),
  content: z.string().nullable(),
  reasoning_content: z.string().exactOptional(),
  tool_calls: z.array(toolCallResponse).exactOptional(),
  refusal: z.null(),
})

const choice = z.object({ index: z.int(), message, logprobs: logprobsResponse, finish_reason: finishReason })

/** The answer of `POST /v1/chat/completions` that is not streamed. */
export const chatCompletionResponse = z.object({
  ...answerFields,
  object: z.literal('chat.completion'),
  service_tier: z.literal('default'),
  choices: z.array(choice),
  usage: usageResponse,
  honestai: chatMetadata,
})

/** The answer of `POST /v1/chat/completions` that is not streamed. */
export type ChatCompletionResponse = z.infer<typeof chatCompletionResponse>

/** A whole answer, from its events. */
export async function toChatCompletion({ events }: OpenedChat): Promise<ChatCompletionResponse> {
  const { drafts, end } = await gather(events)
  const ends = end.choices ?? [end]
  return {
    ...createAnswer('chatcmpl', end.metadata.model),
    object: 'chat.completion',
    service_tier: 'default',
    choices: ends.map(({ reason }, index) => toChoice(drafts[index] ?? emptyDraft(), index, reason)),
    usage: toUsage(end.usage),
    honestai: end.metadata,
  }
}

/** An answer on its way. */
type Draft = { text: string; reasoning: string; calls: ToolCall[]; logprobs: ChosenTokenLogprob[] | undefined }

const emptyDraft = (): Draft => ({ text: '', reasoning: '', calls: [], logprobs: undefined })

const toChoice = (draft: Draft, index: number, reason: EndReason): ChatCompletionResponse['choices'][number] => ({
  index,
  message: toMessage(draft),
  logprobs: toLogprobs(draft.logprobs),
  finish_reason: toFinishReason(reason),
})

function toMessage({ text, reasoning, calls }: Draft): z.infer<typeof message> {
  return {
    role: 'assistant',
    // OpenAI's clients take null, not an empty text, for an answer that is only tool calls.
    content: text === '' && calls.length > 0 ? null : text,
    ...(reasoning && { reasoning_content: reasoning }),
    ...(calls.length > 0 && { tool_calls: calls.map(toToolCall) }),
    refusal: null,
  }
}

async function gather(events: AsyncIterable<OpenedChatEvent>) {
  const drafts: Draft[] = []
  for await (const event of events) {
    if (event.type === 'start') continue
    if (event.type === 'end') return { drafts, end: event }
    const draft = draftOf(drafts, event.choice)
    switch (event.type) {
      case 'text-delta':
        draft.text += event.text
        if (event.logprobs) {
          draft.logprobs ??= []
          draft.logprobs.push(...event.logprobs)
        }
        break
      case 'reasoning-delta':
        draft.reasoning += event.text
        break
      case 'tool-call':
        draft.calls.push(event.call)
        break
    }
  }
  throw new Error('The engine ended a chat without an end event.')
}

function draftOf(drafts: Draft[], choice = 0): Draft {
  drafts[choice] ??= emptyDraft()
  return drafts[choice]
}
