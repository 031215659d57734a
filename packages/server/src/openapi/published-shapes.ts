import { z } from 'zod'
import { chatFacts } from '../to-chat-facts.ts'

// OpenAI and Anthropic publish the whole shape of these answers, and tests hold the routes to it. Here stands what a reader begins with.

/** The answer of OpenAI's Responses API. */
export const responseShape = z.looseObject({
  id: z.string(),
  object: z.literal('response'),
  created_at: z.int(),
  model: z.string(),
  status: z.enum(['completed', 'incomplete', 'failed', 'in_progress']),
  output: z.array(z.looseObject({ type: z.enum(['message', 'reasoning', 'function_call']), id: z.string() })),
  usage: z.looseObject({ input_tokens: z.int(), output_tokens: z.int(), total_tokens: z.int() }).nullable(),
  honestai: chatFacts,
})

/** One event of a streamed response. */
export const responseEventShape = z.looseObject({ type: z.string(), sequence_number: z.int() })

/** What a response answered, a page of it. */
export const inputItemListShape = z.object({
  object: z.literal('list'),
  data: z.array(z.looseObject({ type: z.string(), id: z.string() })),
  first_id: z.string().nullable(),
  last_id: z.string().nullable(),
  has_more: z.boolean(),
})

/** What tells that a response is kept no longer. */
export const deletedResponseShape = z.object({ id: z.string(), object: z.literal('response'), deleted: z.literal(true) })

/** The answer of Anthropic's Messages API. */
export const messageShape = z.looseObject({
  id: z.string(),
  type: z.literal('message'),
  role: z.literal('assistant'),
  model: z.string(),
  content: z.array(z.looseObject({ type: z.enum(['text', 'thinking', 'tool_use']) })),
  stop_reason: z.string(),
  stop_sequence: z.string().nullable(),
  usage: z.looseObject({ input_tokens: z.int(), output_tokens: z.int(), cache_read_input_tokens: z.int().nullable() }),
  honestai: chatFacts,
})

/** One event of a streamed message. */
export const messageEventShape = z.looseObject({ type: z.string() })

/** A count of tokens in Anthropic's shape. */
export const countTokensShape = z.object({ input_tokens: z.int(), honestai: chatFacts })
