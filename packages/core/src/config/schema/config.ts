import { z } from 'zod'
import { samplingFields } from '../sampling/sampling-fields.ts'
import { findFallbackFaults } from './find-fallback-faults.ts'
import { hubSourceForm, parseHubSource } from './hub-source.ts'
import { serverConfig } from './server-config.ts'
import { tasksConfig } from './task-config.ts'
import { timeouts } from './timeouts.ts'

/** What the release gate asks of the models, where their right answers are not known. */
const gateConfig = z.strictObject({
  easyQuestionsRight: z
    .number()
    .gt(0)
    .max(1)
    .default(0.8)
    .describe('Share of easy questions that models made to follow instructions must answer rightly when the release gate asks them.'),
})

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')

/** One model: weights on this machine, under a name that requests use. */
export const modelConfig = z
  .strictObject({
    id: z
      .string()
      .regex(/^[\w.-]+$/, 'letters, digits, dots, dashes and underscores only')
      .describe('Name that requests use: letters, digits, dots, dashes and underscores.'),
    provider: z.literal('local').default('local').describe('There is no other provider.'),
    path: z
      .string()
      .min(1)
      .optional()
      .describe('GGUF file, the first one of split weights; relative paths start at the config file. Either this or source.'),
    source: z
      .string()
      .refine((text) => parseHubSource(text) !== undefined, `expected ${hubSourceForm}`)
      .optional()
      .describe(`Weights that were pulled from a hub, \`${hubSourceForm}\`; found in the local cache only. Either this or path.`),
    sha256: z
      .union([sha256, z.array(sha256).min(1)])
      .optional()
      .describe(
        'Expected sha256 of the file in hexadecimal digits, verified before it is loaded; of split weights a list, one for each file.',
      ),
    chatTemplate: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Chat template in place of the one in the weights: a Jinja file, relative to the config file, or `chatml`, which is built in.',
      ),
    restore: z.string().min(1).optional().describe('Command that brings the file back; errors quote it.'),
    contextSize: z
      .int()
      .positive()
      .max(2 ** 24)
      .optional()
      .describe('Tokens a slot can hold, prompt and answer together; by default what the weights were trained for, at most 4096.'),
    maxCompletionTokens: z.int().positive().optional().describe('Longest answer, in tokens; by default what is left of the context.'),
    temperature: samplingFields.temperature.schema
      .default(samplingFields.temperature.default)
      .describe('Used when a request names none; 0 always takes the likeliest token.'),
    slots: z.int().min(1).max(64).default(4).describe('Requests that generate at the same time.'),
    speculation: z
      .enum(['none', 'prompt-lookup'])
      .default('none')
      .describe('Guesses the next tokens of greedy answers from the prompt: faster where answers repeat it, as in edits and summaries.'),
    maxQueueSize: z.int().min(0).max(65_536).default(128).describe('Requests that may wait for a slot.'),
    timeouts: timeouts.prefault({}).describe('Limits of a request in milliseconds; what is absent has none, but for clientStallMs.'),
    preload: z.boolean().default(false).describe('Load at start; readiness waits for it.'),
    keepAliveSeconds: z
      .number()
      .min(0)
      .max(2_147_483)
      .optional()
      .describe('Time after its last request until the model is unloaded; 0 unloads at once, absent keeps it for ever.'),
    fallback: z.string().min(1).optional().describe('Id of the model that answers when this one fails to load or crashes.'),
    required: z.boolean().default(false).describe('Refuse to start when this model is not usable.'),
    followsInstructions: z
      .boolean()
      .optional()
      .describe('Whether its weights were made to follow instructions; absent, the release gate finds out by asking.'),
  })
  .superRefine(({ path, source }, context) => {
    if (path === undefined && source === undefined)
      context.addIssue({ code: 'custom', path: ['path'], message: 'missing; give a file here, or source for weights that were pulled' })
    if (path !== undefined && source !== undefined)
      context.addIssue({ code: 'custom', path: ['source'], message: 'cannot be combined with path; give one of them' })
  })

/** One model of a {@link Config}. */
export type ModelConfig = z.infer<typeof modelConfig>

/** What the user wrote: models, tasks, server. */
export const config = z
  .strictObject({
    $schema: z.string().optional().describe('JSON Schema of this file, for editors; the server does not read it.'),
    models: z.array(modelConfig).min(1).describe('The models to serve, each under an id of its own.'),
    memoryBudgetBytes: z
      .int()
      .positive()
      .optional()
      .describe('Memory that all loaded models may use together; the least recently used idle ones make room. Absent: no limit.'),
    sandbox: z
      .enum(['preferred', 'required'])
      .default('preferred')
      .describe('Whether to refuse to start, or only to say so, where engines cannot be kept from the network by the whole sandbox.'),
    tokenEstimate: z
      .enum(['never', 'allow'])
      .default('never')
      .describe(
        'Whether tokens may be estimated from characters, and marked so, where a model has no tokenizer; answers never rest on it.',
      ),
    tasks: tasksConfig.prefault({}).describe('Which model does which task, and how.'),
    server: serverConfig.prefault({}).describe('How the server listens, whom it lets in, and what it bears.'),
    gate: gateConfig.prefault({}).describe('What the release gate asks of these models.'),
  })
  .superRefine((value, context) => {
    const ids = value.models.map((model) => model.id)
    ids.forEach((id, index) => {
      if (ids.indexOf(id) !== index)
        context.addIssue({ code: 'custom', path: ['models', index, 'id'], message: `the id "${id}" is used twice` })
    })
    for (const [task, { model }] of Object.entries(value.tasks)) {
      if (model !== undefined && !ids.includes(model))
        context.addIssue({ code: 'custom', path: ['tasks', task, 'model'], message: `no model has the id "${model}"` })
    }
    const { models: awaited = [] } = value.server.readiness
    awaited.forEach((id, index) => {
      if (!ids.includes(id))
        context.addIssue({ code: 'custom', path: ['server', 'readiness', 'models', index], message: `no model has the id "${id}"` })
    })
    for (const { index, problem } of findFallbackFaults(value.models))
      context.addIssue({ code: 'custom', path: ['models', index, 'fallback'], message: problem })
  })

/** A parsed, frozen config. */
export type Config = z.infer<typeof config>
