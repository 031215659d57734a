import { z } from 'zod'
import { chatMetadata } from '../../chat/chat-metadata.ts'
import { tokenLogprob } from '../shared/to-token-logprob.ts'

const nanoseconds = z.int().min(0)

/** Log probability of one token. */
export const logprobShape = tokenLogprob

/** What the last answer of a stream tells, and the only one of a whole. Times are in nanoseconds. */
export const answerTotals = z.object({
  done_reason: z.enum(['stop', 'length']),
  total_duration: nanoseconds.describe('From the request to this answer.'),
  load_duration: nanoseconds.describe('Waited for the load of the model.'),
  prompt_eval_count: z.int().describe('Tokens of the prompt, cached ones among them.'),
  prompt_eval_duration: nanoseconds.exactOptional().describe('From the slot to the first token.'),
  eval_count: z.int().describe('Tokens of the answer.'),
  eval_duration: nanoseconds.exactOptional().describe('From the first token to the last.'),
  honestai: chatMetadata,
})

const head = {
  model: z.string(),
  created_at: z.string(),
  logprobs: z.array(logprobShape).exactOptional(),
}

const message = z.object({
  role: z.literal('assistant'),
  content: z.string(),
  thinking: z.string().exactOptional(),
  tool_calls: z
    .array(
      z.object({ id: z.string(), function: z.object({ index: z.int(), name: z.string(), arguments: z.record(z.string(), z.unknown()) }) }),
    )
    .exactOptional(),
})

const spoken = { response: z.string(), thinking: z.string().exactOptional() }

const done = { done: z.literal(true) }

/** What is answered where there was nothing to answer, but a model to load or to unload. */
const moved = { done_reason: z.enum(['load', 'unload']), honestai: chatMetadata.exactOptional() }

const answersOf = (form: z.ZodRawShape) => {
  const whole = z.object({ ...head, ...form, ...done, ...answerTotals.shape })
  return {
    whole: z.union([whole, z.object({ ...head, ...form, ...done, ...moved })]),
    part: z.union([whole, z.object({ ...head, ...form, done: z.literal(false) })]),
  }
}

/** The answers of `POST /api/chat`. */
export const chatShape = answersOf({ message })

/** The answers of `POST /api/generate`. */
export const generateShape = answersOf(spoken)
