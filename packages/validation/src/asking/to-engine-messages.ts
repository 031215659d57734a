import type { ChatMessage } from '@honestai/core'

type WireMessage = {
  role: string
  content?: string | null
  reasoning_content?: string
  tool_calls?: { id: string; function: { name: string; arguments: string } }[]
  tool_call_id?: string
}

/** Messages as they go over the wire, in the form the engine takes. */
export const toEngineMessages = (messages: readonly object[]): ChatMessage[] => (messages as WireMessage[]).map(toEngineMessage)

function toEngineMessage({ role, content, reasoning_content: reasoning, tool_calls, tool_call_id = '' }: WireMessage): ChatMessage {
  const text = content ?? ''
  switch (role) {
    case 'system':
    case 'user':
      return { role, content: text }
    case 'tool':
      return { role, content: text, toolCallId: tool_call_id }
    default:
      return {
        role: 'assistant',
        content: text,
        ...(reasoning === undefined ? {} : { reasoning }),
        ...(tool_calls
          ? { toolCalls: tool_calls.map(({ id, function: { name, arguments: text } }) => ({ id, name, arguments: text })) }
          : {}),
      }
  }
}
