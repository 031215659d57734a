import type { ChatMessage, ChatRequest, ResponseFormat, ToolCall } from '@honestai/core'
import { openaiSampling } from '../openai/sampling-fields.ts'
import { sourceOf } from '../shared/caller-json.ts'
import type { OllamaChatRequest, OllamaGenerateRequest } from './chat-request.ts'
import { toAsked } from './options.ts'

type Asked = Omit<OllamaChatRequest, 'messages' | 'tools'>

/** What the engine is asked, from the body of `POST /api/chat`. */
export const toChatRequest = (body: OllamaChatRequest): ChatRequest => ({
  messages: toMessages(body.messages ?? []),
  tools: body.tools?.length ? body.tools.map(toToolDefinition) : undefined,
  ...toAnswerRequest(body),
})

/** What the engine is asked, from the body of `POST /api/generate`. */
export function toGenerateRequest(body: OllamaGenerateRequest): ChatRequest {
  const { system, prompt, raw } = body
  const asked = toAnswerRequest(body)
  // Who leaves the template out writes its marks himself.
  if (raw) return { messages: [], prompt: prompt ?? '', parseSpecial: true, ...asked }
  const messages: ChatMessage[] = [
    ...(system ? [{ role: 'system' as const, content: system }] : []),
    { role: 'user', content: prompt ?? '' },
  ]
  return { messages, ...asked }
}

/** What of a body says how its answer is. */
export function toAnswerRequest({ format, think, logprobs, top_logprobs, options }: Asked) {
  return {
    ...toAsked(options, openaiSampling.toSampling),
    responseFormat: toResponseFormat(format),
    reasoning: think == null ? undefined : think !== false,
    reasoningEffort: typeof think === 'string' ? think : undefined,
    logprobs: logprobs || top_logprobs ? { topTokens: top_logprobs ?? 0 } : undefined,
  }
}

function toResponseFormat(format: Asked['format']): ResponseFormat | undefined {
  if (format == null || format === '') return undefined
  return format === 'json' ? { type: 'json-object' } : { type: 'json-schema', schema: format }
}

type WireMessage = NonNullable<OllamaChatRequest['messages']>[number]

/** Messages with ids for their calls, which Ollama's have not: a result belongs to the call of its name, or to the next that has none. */
function toMessages(messages: readonly WireMessage[]): ChatMessage[] {
  const open: ToolCall[] = []
  let count = 0
  const idFor = (message: Extract<WireMessage, { role: 'tool' }>): string => {
    const named = open.findIndex(({ id, name }) => id === message.tool_call_id || name === message.tool_name)
    const [call] = open.splice(Math.max(0, named), 1)
    return message.tool_call_id ?? call?.id ?? `call_${count++}`
  }
  return messages.map((message) => {
    switch (message.role) {
      case 'tool':
        return {
          role: 'tool',
          content: message.content,
          toolCallId: idFor(message),
          ...(message.tool_name && { name: message.tool_name }),
        }
      case 'assistant': {
        const toolCalls = message.tool_calls?.map(({ id, function: { name, arguments: given } }) => ({
          id: id ?? `call_${count++}`,
          name,
          arguments: JSON.stringify(given),
        }))
        open.push(...(toolCalls ?? []))
        return {
          role: 'assistant',
          content: message.content ?? '',
          ...(message.thinking && { reasoning: message.thinking }),
          ...(toolCalls?.length && { toolCalls }),
        }
      }
      default:
        return { role: message.role, content: message.content }
    }
  })
}

function toToolDefinition(tool: NonNullable<OllamaChatRequest['tools']>[number]) {
  const { name, description, parameters } = tool.function
  return {
    type: 'function' as const,
    source: sourceOf(tool),
    function: { name, description: description ?? undefined, parameters: parameters ?? undefined },
  }
}
