import type { ChatMessage } from '@honestai/core'
import type { InputItem } from './input-item.ts'

/**
 * The messages that items stand for. Calls join the assistant's turn before them, and reasoning that which it led to. A call that was cut
 * off is left out: it stands in the text behind it.
 */
export function toChatMessages(items: readonly InputItem[]): ChatMessage[] {
  const messages: ChatMessage[] = []
  let reasoning: string | undefined
  for (const item of items) {
    const before = messages.length
    switch (item.type) {
      case 'message':
        messages.push({ role: item.role === 'developer' ? 'system' : item.role, content: toText(item.content) })
        break
      case 'function_call':
        if (item.status !== 'incomplete') addCall(messages, item)
        break
      case 'function_call_output':
        messages.push({ role: 'tool', content: toText(item.output), toolCallId: item.call_id })
        break
      case 'reasoning':
        reasoning = (item.content ?? item.summary ?? []).map(({ text }) => text).join('\n') || undefined
        break
    }
    const last = messages.at(-1)
    if (messages.length === before || reasoning === undefined) continue
    if (last?.role === 'assistant') last.reasoning = reasoning
    reasoning = undefined
  }
  return messages
}

function addCall(messages: ChatMessage[], { call_id: id, name, arguments: text }: Extract<InputItem, { type: 'function_call' }>): void {
  const call = { id, name, arguments: text }
  const last = messages.at(-1)
  if (last?.role === 'assistant') last.toolCalls = [...(last.toolCalls ?? []), call]
  else messages.push({ role: 'assistant', content: '', toolCalls: [call] })
}

// Parts are joined without a separator: the server adds no text of its own to a prompt.
const toText = (content: string | readonly { text: string }[]): string =>
  typeof content === 'string' ? content : content.map(({ text }) => text).join('')
