import { z } from 'zod'

/**
 * Tasks a caller can ask for by name.
 *
 * @example
 * taskNames[0] // 'general_reasoning'
 */
export const taskNames = ['general_reasoning', 'intent_classification', 'content_moderation', 'embedding_generation'] as const

/** What a caller wants done. */
export type TaskName = (typeof taskNames)[number]

/** Stands in a task's prompt for the input. */
export const inputPlaceholder = '{text}'

const model = z.string().min(1).optional().describe('Id of the model that does this task; by default the first that can.')
const maxInputTokens = z
  .int()
  .positive()
  .optional()
  .describe('Longest input, in tokens; a longer one is refused. By default what fits the context.')

const promptOf = (prompt: string) =>
  z
    .string()
    .refine((text) => text.split(inputPlaceholder).length === 2, `must hold ${inputPlaceholder} exactly once`)
    .default(prompt)
    .describe(`What the model is sent; ${inputPlaceholder} stands for the input.`)

const labelsOf = (labels: string[]) =>
  z
    .array(z.string().min(1))
    .min(2)
    .max(256)
    .refine((values) => new Set(values).size === values.length, 'holds a label twice')
    .default(labels)
    .describe('The only answers there are.')

/** What each task is done with. The defaults are what the embedded canary was trained on. */
export const tasksConfig = z.strictObject({
  general_reasoning: z
    .strictObject({
      model,
      prompt: promptOf(inputPlaceholder),
      maxInputTokens,
      maxCompletionTokens: z.int().positive().optional().describe('Longest answer, in tokens; by default what the model allows.'),
      outputSchema: z.record(z.string(), z.unknown()).optional().describe('JSON Schema that every answer keeps to.'),
    })
    .prefault({})
    .describe('Answers any input.'),
  intent_classification: z
    .strictObject({
      model,
      prompt: promptOf('Classify the intent: {text}'),
      labels: labelsOf(['booking', 'weather', 'music', 'alarm', 'navigation', 'shopping', 'cancellation', 'greeting']),
      maxInputTokens,
    })
    .prefault({})
    .describe('Says which of its labels an input is.'),
  content_moderation: z
    .strictObject({
      model,
      prompt: promptOf('Is this safe? {text}'),
      labels: labelsOf(['safe', 'unsafe']),
      safeLabels: z.array(z.string()).min(1).default(['safe']).describe('Labels that let an input pass; every other one stops it.'),
      maxInputTokens,
    })
    .refine(({ labels, safeLabels }) => safeLabels.every((label) => labels.includes(label)), {
      path: ['safeLabels'],
      message: 'holds a label that is not in labels',
    })
    .prefault({})
    .describe('Says which of its labels an input is, and whether that label is safe.'),
  embedding_generation: z
    .strictObject({
      model,
      prompt: promptOf(inputPlaceholder),
      maxInputTokens,
      dimensions: z.int().positive().optional().describe('Length that vectors are cut to; by default what the model makes.'),
    })
    .prefault({})
    .describe('Turns an input into a vector.'),
})

/** How each task is done. */
export type TasksConfig = z.infer<typeof tasksConfig>
