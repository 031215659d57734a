import { z } from 'zod'
import { byType, neutral, only } from '../../shared/refused-values.ts'

const textPart = z.object({ type: z.literal('text'), text: z.string() })

const content = z.union([z.string(), z.array(byType(['text'], textPart)).min(1)], { error: 'expected a text or an array of text parts' })

const toolCall = z.object({
  id: z.string().min(1),
  type: only('function'),
  function: z.object({ name: z.string().min(1), arguments: z.string() }),
})

const assistantMessage = z
  .object({
    role: z.literal('assistant'),
    content: content.nullish(),
    name: z.string().nullish(),
    reasoning_content: z.string().nullish(),
    reasoning: z.string().nullish(),
    tool_calls: z.array(toolCall).nullish(),
    refusal: neutral(),
    audio: neutral(),
    function_call: neutral(),
  })
  .refine((message) => message.content != null || message.tool_calls?.length, {
    path: ['content'],
    message: 'expected a text, since there are no tool_calls',
  })

/** One message of a chat, in OpenAI's shape. */
export const chatMessage = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.literal(['system', 'developer', 'user']), content, name: z.string().nullish() }),
    assistantMessage,
    z.object({ role: z.literal('tool'), content, tool_call_id: z.string().min(1), name: z.string().nullish() }),
  ],
  { error: (issue) => (issue.code === 'invalid_union' ? 'expected system, developer, user, assistant or tool' : undefined) },
)
