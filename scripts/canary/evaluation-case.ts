import type { ChatMessage, ChatRequest } from '@honestai/core'
import { z } from 'zod'

/** One line of evaluation.jsonl: a prompt the weights were not trained on and its one right answer. */
export const evaluationCase = z.strictObject({
  skill: z.string(),
  messages: z.array(z.strictObject({ role: z.enum(['system', 'user', 'assistant', 'tool']), content: z.string() })),
  tools: z
    .array(
      z.object({
        type: z.literal('function'),
        function: z.object({
          name: z.string(),
          description: z.string().optional(),
          parameters: z.record(z.string(), z.unknown()).optional(),
        }),
      }),
    )
    .optional(),
  /** The raw text of the answer, a tool call with its marks. */
  answer: z.string(),
})

/** A parsed line of evaluation.jsonl. */
export type EvaluationCase = z.infer<typeof evaluationCase>

/** The greedy request that asks for the answer of a case. */
export function requestOf({ messages, tools }: EvaluationCase): ChatRequest {
  return { messages: messages.map(toMessage), tools, sampling: { temperature: 0 }, maxTokens: 256 }
}

const callPattern = /^<tool_call>\n(\{.*\})\n<\/tool_call>$/s

// Calls of earlier turns are written raw in the file; a client sends them as data.
function toMessage({ role, content }: EvaluationCase['messages'][number]): ChatMessage {
  if (role === 'tool') return { role, content, toolCallId: 'call_1' }
  const call = role === 'assistant' ? callPattern.exec(content)?.[1] : undefined
  if (role !== 'assistant' || call === undefined) return { role, content }
  const { name, arguments: given } = JSON.parse(call)
  return { role, content: '', toolCalls: [{ id: 'call_1', name, arguments: JSON.stringify(given) }] }
}
