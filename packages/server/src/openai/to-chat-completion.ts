import type { ChatEvent, ToolCall } from '@honestai/core'
import type { Answer } from './answer.ts'
import { toFinishReason } from './to-finish-reason.ts'
import { toHonestAi } from './to-honestai.ts'
import { toToolCall } from './to-tool-call.ts'
import { toUsage } from './to-usage.ts'

/** A whole answer, from its events. */
export async function toChatCompletion({ id, created, decision, warnings }: Answer, events: AsyncIterable<ChatEvent>) {
  const { text, reasoning, calls, end } = await gather(events)
  return {
    id,
    object: 'chat.completion' as const,
    created,
    model: decision.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant' as const,
          // OpenAI's clients take null, not an empty text, for an answer that is only tool calls.
          content: text === '' && calls.length > 0 ? null : text,
          ...(reasoning && { reasoning_content: reasoning }),
          ...(calls.length > 0 && { tool_calls: calls.map(toToolCall) }),
          refusal: null,
        },
        logprobs: null,
        finish_reason: toFinishReason(end.reason),
      },
    ],
    usage: toUsage(end.usage),
    honestai: toHonestAi(decision, warnings),
  }
}

async function gather(events: AsyncIterable<ChatEvent>) {
  let text = ''
  let reasoning = ''
  const calls: ToolCall[] = []
  for await (const event of events) {
    switch (event.type) {
      case 'text-delta':
        text += event.text
        break
      case 'reasoning-delta':
        reasoning += event.text
        break
      case 'tool-call':
        calls.push(event.call)
        break
      case 'end':
        return { text, reasoning, calls, end: event }
    }
  }
  throw new Error('The engine ended a chat without an end event.')
}
