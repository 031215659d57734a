import { type Config, type Router, RouterError, type TaskName, taskNames } from '@honestai/core'
import { z } from 'zod'
import { chatMetadata } from '../../chat/chat-metadata.ts'

const probability = z.number().min(0).max(1)

/** A label of a closed set, and how probable each is. */
export const labelResponse = z.object({ label: z.string(), probability, probabilities: z.record(z.string(), probability) })

/** Token counts, in the words of the library. */
export const tokenCounts = z.object({
  promptTokens: z.int(),
  cachedTokens: z.int(),
  completionTokens: z.int(),
  reasoningTokens: z.int(),
  draftTokens: z.int().optional(),
  acceptedDraftTokens: z.int().optional(),
})

/** Why an answer ended. */
export const endReason = z.enum(['stop', 'length', 'tool-calls'])

/** The body of `POST /v1/tasks/:task`. */
export const taskRequest = z.object({
  input: z.string().min(1).describe('What the task is done on.'),
  model: z.string().min(1).nullish().describe('Id of a model; by default the one of the config.'),
})

/** The answer of `POST /v1/tasks/:task`. */
export const taskResponse = z.object({
  task: z.enum(taskNames),
  output: z.union([
    z.object({ text: z.string(), endReason }),
    labelResponse,
    labelResponse.extend({ safe: z.boolean() }),
    z.object({ vector: z.array(z.number()) }),
  ]),
  usage: tokenCounts,
  durationMs: z.number(),
  honestai: chatMetadata,
})

const task = z.object({
  id: z.enum(taskNames),
  object: z.literal('task'),
  model: z.string().nullable().describe('Null where no model can do it.'),
  labels: z.array(z.string()).optional(),
  safeLabels: z.array(z.string()).optional(),
  maxInputTokens: z.int().optional(),
  maxCompletionTokens: z.int().optional(),
})

/** The answer of `GET /v1/tasks`. */
export const taskListResponse = z.object({ object: z.literal('list'), data: z.array(task) })

/** The tasks of a config with the models that do them. Prompts are not told. */
export const toTaskList = (router: Router, tasks: Config['tasks']): z.infer<typeof taskListResponse> => ({
  object: 'list',
  data: taskNames.map((id) => {
    const { model: _model, prompt: _prompt, ...told } = tasks[id]
    return { id, object: 'task', model: modelOf(router, id), ...told }
  }),
})

function modelOf(router: Router, task: TaskName): string | null {
  try {
    return router.decide({ task }, task === 'embedding_generation' ? 'embed' : 'chat').model
  } catch (error) {
    if (error instanceof RouterError) return null
    throw error
  }
}
