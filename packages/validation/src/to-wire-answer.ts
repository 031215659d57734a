type Message = { content: string | null; tool_calls?: unknown[] }

/** What the model wrote, as the known answers hold it: its text, then each tool call in the form the model was taught. */
export function toWireAnswer(message: Message | undefined): string {
  const calls = (message?.tool_calls ?? []) as { function: { name: string; arguments: string } }[]
  const written = calls.map(
    ({ function: { name, arguments: parameters } }) => `<tool_call>\n{"name": "${name}", "arguments": ${parameters}}\n</tool_call>`,
  )
  return [message?.content ?? '', ...written].filter((part) => part !== '').join('\n')
}
