import type { ChatMessage, ChatRequest, ToolDefinition } from '@honestai/core'
import type { ChatCompletionRequest } from './chat-completion-request.ts'

/** What the engine is asked, from the body of `POST /v1/chat/completions`. */
export function toChatRequest(body: ChatCompletionRequest): ChatRequest {
  return {
    messages: body.messages.map(toChatMessage),
    // A model that is shown no tools calls none.
    tools: body.tools?.length && body.tool_choice !== 'none' ? body.tools.map(toToolDefinition) : undefined,
    sampling: {
      temperature: body.temperature ?? undefined,
      topP: body.top_p ?? undefined,
      topK: body.top_k ?? undefined,
      minP: body.min_p ?? undefined,
      seed: body.seed ?? undefined,
    },
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? undefined,
    stop: typeof body.stop === 'string' ? [body.stop] : (body.stop ?? undefined),
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
