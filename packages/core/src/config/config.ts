import { z } from 'zod'

/** Tasks a caller can ask for by name. */
export const taskNames = ['general_reasoning', 'intent_classification', 'content_moderation', 'embedding_generation'] as const

/** What a caller wants done. */
export type TaskName = (typeof taskNames)[number]

/** One model: weights on this machine, under a name that requests use. */
export const modelConfig = z.strictObject({
  id: z
    .string()
    .regex(/^[\w.-]+$/, 'letters, digits, dots, dashes and underscores only')
    .describe('Name that requests use.'),
  provider: z.literal('local').default('local').describe('There is no other provider.'),
  path: z.string().min(1).describe('GGUF file; relative paths start at the config file.'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')
    .optional()
    .describe('Expected sha256 of the file, verified before it is loaded.'),
  restore: z.string().min(1).optional().describe('Command that brings the file back; errors quote it.'),
  contextTokens: z
    .int()
    .positive()
    .max(2 ** 24)
    .optional()
    .describe('Tokens a slot can hold, prompt and answer together; by default what the weights were trained for, at most 4096.'),
  maxAnswerTokens: z.int().positive().optional().describe('Longest answer, in tokens; by default what is left of the context.'),
  temperature: z.number().min(0).max(2).default(0.8).describe('Used when a request names none; 0 always takes the likeliest token.'),
  slots: z.int().min(1).max(64).default(4).describe('Requests that generate at the same time.'),
  queueDepth: z.int().min(0).max(65_536).default(128).describe('Requests that may wait for a slot.'),
  preload: z.boolean().default(false).describe('Load at start; readiness waits for it.'),
  required: z.boolean().default(false).describe('Refuse to start when this model is not usable.'),
})

/** One model of a {@link Config}. */
export type ModelConfig = z.infer<typeof modelConfig>

const taskConfig = z.strictObject({
  model: z.string().min(1).describe('Id of the model that does this task.'),
})

/** What the user wrote: models, tasks, server. */
export const config = z
  .strictObject({
    $schema: z.string().optional(),
    models: z.array(modelConfig).min(1),
    tasks: z.partialRecord(z.enum(taskNames), taskConfig).default({}).describe('Which model does which task.'),
    server: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1'),
        port: z.int().min(0).max(65_535).default(8080),
        bodyLimitBytes: z
          .int()
          .positive()
          .default(8 * 1024 ** 2),
      })
      .prefault({}),
  })
  .superRefine((value, context) => {
    const ids = value.models.map((model) => model.id)
    ids.forEach((id, index) => {
      if (ids.indexOf(id) !== index)
        context.addIssue({ code: 'custom', path: ['models', index, 'id'], message: `the id "${id}" is used twice` })
    })
    for (const [task, { model }] of Object.entries(value.tasks)) {
      if (!ids.includes(model))
        context.addIssue({ code: 'custom', path: ['tasks', task, 'model'], message: `no model has the id "${model}"` })
    }
  })

/** A parsed, frozen config. */
export type Config = z.infer<typeof config>
