import { type Decision, type DroppedMessage, taskNames } from '@honestai/core'
import { z } from 'zod'

const probability = z.number().min(0).max(1)

/** Which of its labels a task came to, and how probable each was. `safe` says whether the label lets an input pass. */
const taskFacts = z.object({
  name: z.enum(taskNames),
  label: z.string(),
  probability,
  probabilities: z.record(z.string(), probability),
  safe: z.boolean().optional(),
})

/** The `honestai` object of an answer: what the shapes of other APIs have no room for. */
export const chatMetadata = z.object({
  model: z.string().describe('Which model answered.'),
  reason: z.enum(['named by the request', 'configured for the task', 'first that can', 'fallback']).describe('Why it was this one.'),
  fallbackFrom: z.string().optional().describe('Id of the model that could not answer.'),
  dropped: z
    .array(z.object({ index: z.int(), role: z.enum(['system', 'user', 'assistant', 'tool']), tokens: z.int() }))
    .optional()
    .describe('Messages that were left out because the chat did not fit.'),
  estimated: z.literal(true).optional().describe('The count was estimated from characters, for the model has no tokenizer.'),
  task: taskFacts.optional().describe('What a task of labels came to.'),
  warnings: z.array(z.string()).optional().describe('What the caller should know, such as fields that were ignored.'),
})

/** The `honestai` object of an answer. */
export type ChatMetadata = z.infer<typeof chatMetadata>

/** What came of a request. */
type Facts = {
  decision: Decision
  dropped?: readonly DroppedMessage[]
  estimated?: boolean
  task?: ChatMetadata['task']
}

/** Which model answered and why, which messages were left out, what a task came to, and what the caller should know. */
export function toChatMetadata({ decision, dropped = [], estimated = false, task }: Facts, warnings: readonly string[] = []): ChatMetadata {
  return {
    ...decision,
    ...(dropped.length > 0 && { dropped: [...dropped] }),
    ...(estimated && { estimated }),
    ...(task && { task }),
    ...(warnings.length > 0 && { warnings: [...warnings] }),
  }
}
