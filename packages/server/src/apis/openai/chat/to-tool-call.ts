import type { ToolCall } from '@honestai/core'
import { z } from 'zod'

/** A tool call in OpenAI's shape. */
export const toolCallResponse = z.object({
  id: z.string(),
  type: z.literal('function'),
  function: z.object({ name: z.string(), arguments: z.string().describe('A JSON text.') }),
})

/** A tool call in OpenAI's shape. */
export const toToolCall = ({ id, name, arguments: text }: ToolCall): z.infer<typeof toolCallResponse> => ({
  id,
  type: 'function',
  function: { name, arguments: text },
})
