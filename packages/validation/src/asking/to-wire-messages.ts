type RawMessage = { role: string; content: string }

const rawCall = /^<tool_call>\n(\{.*\})\n<\/tool_call>$/s

/** Messages of the known answers as a client sends them: the file holds calls of earlier turns as the model wrote them. */
export function toWireMessages(messages: readonly RawMessage[]): object[] {
  return messages.map(({ role, content }) => {
    if (role === 'tool') return { role, content, tool_call_id: 'call_1' }
    const call = role === 'assistant' ? rawCall.exec(content)?.[1] : undefined
    if (call === undefined) return { role, content }
    const { name, arguments: given } = JSON.parse(call)
    return { role, content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name, arguments: JSON.stringify(given) } }] }
  })
}
