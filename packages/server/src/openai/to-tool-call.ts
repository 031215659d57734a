import type { ToolCall } from '@honestai/core'

/** A tool call in OpenAI's shape. */
export const toToolCall = ({ id, name, arguments: text }: ToolCall) => ({
  id,
  type: 'function' as const,
  function: { name, arguments: text },
})
