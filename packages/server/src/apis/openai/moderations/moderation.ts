import { randomUUID } from 'node:crypto'
import type { LabelOutput } from '@honestai/core'
import { z } from 'zod'
import { type ChatMetadata, chatMetadata } from '../../../chat/chat-metadata.ts'
import { byType } from '../../shared/refused-values.ts'

const textInput = byType(['text'], z.object({ type: z.literal('text'), text: z.string().min(1) }))

/** The body of `POST /v1/moderations`. */
export const moderationRequest = z.object({
  input: z
    .union([z.string().min(1), z.array(z.union([z.string().min(1), textInput])).min(1)], {
      error: 'expected a text, or an array of texts, that is not empty',
    })
    .describe('A text, or several; each is judged alone.'),
  model: z.string().min(1).nullish().describe('Id of a model; by default the one of the config.'),
})

const result = z.object({
  flagged: z.boolean(),
  categories: z.record(z.string(), z.boolean()),
  category_scores: z.record(z.string(), z.number()),
  category_applied_input_types: z.record(z.string(), z.array(z.literal('text'))),
})

/** The answer of `POST /v1/moderations`. */
export const moderationResponse = z.object({ id: z.string(), model: z.string(), results: z.array(result), honestai: chatMetadata })

/** Names a new answer. */
export const createModerationId = () => `modr-${randomUUID().replaceAll('-', '')}`

/** A judgement in OpenAI's shape. Its categories are the labels that do not let an input pass. */
export function toModeration(
  { label, probabilities, safe }: LabelOutput & { safe: boolean },
  safeLabels: readonly string[],
): z.infer<typeof result> {
  const unsafe = Object.entries(probabilities).filter(([name]) => !safeLabels.includes(name))
  return {
    flagged: !safe,
    categories: Object.fromEntries(unsafe.map(([name]) => [name, name === label])),
    category_scores: Object.fromEntries(unsafe),
    category_applied_input_types: Object.fromEntries(unsafe.map(([name]) => [name, ['text' as const]])),
  }
}

/** What the caller should know: OpenAI's own categories are absent from `categories` because nothing judged them. */
export const withUnjudged = (facts: ChatMetadata): ChatMetadata => ({
  ...facts,
  warnings: [
    ...(facts.warnings ?? []),
    'Only the labels of the task content_moderation were judged; the other categories of OpenAI were not.',
  ],
})
