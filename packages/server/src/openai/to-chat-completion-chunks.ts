import type { ChatEvent } from '@honestai/core'
import type { Answer } from './answer.ts'
import { toFinishReason } from './to-finish-reason.ts'
import { toHonestAi } from './to-honestai.ts'
import { toToolCall } from './to-tool-call.ts'
import { toUsage } from './to-usage.ts'

type Options = { includeUsage: boolean }

/** The chunks of a streamed answer, framed as OpenAI frames them; `honestai` is in the last one. */
export async function* toChatCompletionChunks(answer: Answer, events: AsyncIterable<ChatEvent>, { includeUsage }: Options) {
  const { id, created, decision, warnings } = answer
  const head = { id, object: 'chat.completion.chunk' as const, created, model: decision.model }
  const honestai = toHonestAi(decision, warnings)
  // With usage asked for, every other chunk says null, so that a reader can tell "not yet" from "never".
  const noUsage = includeUsage ? { usage: null } : {}
  const chunk = (delta: object, finishReason: string | null = null) => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    ...noUsage,
  })

  yield chunk({ role: 'assistant', content: '', refusal: null })
  let calls = 0
  for await (const event of events) {
    switch (event.type) {
      case 'text-delta':
        yield chunk({ content: event.text })
        break
      case 'reasoning-delta':
        yield chunk({ reasoning_content: event.text })
        break
      case 'tool-call':
        yield chunk({ tool_calls: [{ index: calls++, ...toToolCall(event.call) }] })
        break
      case 'end': {
        const last = chunk({}, toFinishReason(event.reason))
        yield includeUsage ? last : { ...last, honestai }
        if (includeUsage) yield { ...head, choices: [], usage: toUsage(event.usage), honestai }
        return
      }
    }
  }
  throw new Error('The engine ended a chat without an end event.')
}
