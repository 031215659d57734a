import type { ChatMessage, ChatRequest, ResponseFormat, ToolDefinition } from '@honestai/core'
import { openaiSampling, toEnding } from '../sampling-fields.ts'
import type { ChatCompletionRequest } from './chat-completion-request.ts'

/** What the engine is asked, from the body of `POST /v1/chat/completions` or of another that holds a chat in its shape. */
export function toChatRequest(body: Omit<ChatCompletionRequest, 'model'>): ChatRequest {
  const { tool_choice: choice, reasoning_effort: effort } = body
  return {
    messages: body.messages.map(toChatMessage),
    tools: body.tools?.length ? body.tools.map(toToolDefinition) : undefined,
    toolChoice: typeof choice === 'object' && choice ? { name: choice.function.name } : (choice ?? undefined),
    parallelToolCalls: body.parallel_tool_calls ?? undefined,
    responseFormat: toResponseFormat(body),
    reasoning: effort == null ? undefined : effort !== 'none',
    sampling: openaiSampling.toSampling(body),
    ...toEnding(body),
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? undefined,
    logprobs: body.logprobs ? { topTokens: body.top_logprobs ?? 0 } : undefined,
    choices: body.n ?? undefined,
  }
}

function toResponseFormat({ response_format: format, grammar }: Omit<ChatCompletionRequest, 'model'>): ResponseFormat | undefined {
  if (grammar != null) return { type: 'grammar', gbnf: grammar }
  switch (format?.type) {
    case 'text':
      return { type: 'text' }
    case 'json_object':
      return { type: 'json-object' }
    case 'json_schema':
      return { type: 'json-schema', schema: format.json_schema.schema }
  }
}

type WireMessage = ChatCompletionRequest['messages'][number]

function toChatMessage(message: WireMessage): ChatMessage {
  const content = toText(message.content)
  switch (message.role) {
    case 'developer':
      return { role: 'system', content }
    case 'system':
    case 'user':
      return { role: message.role, content }
    case 'tool':
      return { role: 'tool', content, toolCallId: message.tool_call_id }
    case 'assistant':
      return {
        role: 'assistant',
        content,
        toolCalls: message.tool_calls?.map((call) => ({ id: call.id, name: call.function.name, arguments: call.function.arguments })),
      }
  }
}

// Parts are joined without a separator: the server adds no text of its own to a prompt.
const toText = (content: WireMessage['content']): string =>
  typeof content === 'string' ? content : (content ?? []).map((part) => part.text).join('')

const toToolDefinition = ({
  function: { name, description, parameters },
}: NonNullable<ChatCompletionRequest['tools']>[number]): ToolDefinition => ({
  type: 'function',
  function: { name, description: description ?? undefined, parameters: parameters ?? undefined },
})
