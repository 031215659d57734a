import { z } from 'zod'
import { neutral } from '../shared/refused-values.ts'
import { keepAlive } from './keep-alive.ts'
import { ollamaOptions } from './options.ts'

/** Models here take no images; nothing is left out silently. */
const images = neutral([])

const toolCall = z.object({
  id: z.string().nullish(),
  function: z.object({
    index: z.int().nullish(),
    name: z.string().min(1),
    arguments: z.record(z.string(), z.unknown()),
  }),
})

const message = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.literal(['system', 'user']), content: z.string(), images }),
    z.object({
      role: z.literal('assistant'),
      content: z.string().nullish(),
      thinking: z.string().nullish(),
      tool_calls: z.array(toolCall).nullish(),
      images,
    }),
    z.object({
      role: z.literal('tool'),
      content: z.string(),
      tool_name: z.string().nullish(),
      tool_call_id: z.string().nullish(),
      images,
    }),
  ],
  { error: (issue) => (issue.code === 'invalid_union' ? 'expected system, user, assistant or tool' : undefined) },
)

const tool = z.object({
  type: z.literal('function'),
  function: z.object({
    name: z.string().min(1),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
  }),
})

/** What chats and prompts have in common. */
const answerFields = {
  model: z.string().min(1).describe('Id of a model, or a task as task:NAME.'),
  stream: z.boolean().nullish().describe('Sends the answer as it is made, a line of JSON for each part; on by default.'),
  format: z
    .union([z.literal(''), z.literal('json'), z.record(z.string(), z.unknown())], { error: 'expected json or a JSON schema' })
    .nullish()
    .describe('Form that the answer is held to: json, or a JSON schema.'),
  think: z
    .union([z.boolean(), z.enum(['low', 'medium', 'high', 'max'])], { error: 'expected true, false, low, medium, high or max' })
    .nullish()
    .describe('Turns reasoning off or on, as much as the chat template knows levels.'),
  logprobs: z.boolean().nullish().describe('Tells the log probability of each token.'),
  top_logprobs: z.int().min(0).max(20).nullish().describe('Tells this many alternatives to each token.'),
  truncate: z.boolean().nullish().describe('Leaves the oldest turns out when they do not fit; on by default.'),
  options: ollamaOptions.nullish().describe('How the answer is made.'),
  keep_alive: keepAlive,
  // Without room nothing is shifted out of the context here: the answer ends.
  shift: neutral(true, false),
}

/** The body of `POST /api/chat`. */
export const ollamaChatRequest = z.object({
  ...answerFields,
  messages: z.array(message).nullish().describe('The conversation, oldest message first; without one the model is loaded.'),
  tools: z.array(tool).nullish().describe('Functions that the model may call.'),
})

/** The body of `POST /api/chat`, parsed. */
export type OllamaChatRequest = z.infer<typeof ollamaChatRequest>

/** The body of `POST /api/generate`. */
export const ollamaGenerateRequest = z.object({
  ...answerFields,
  prompt: z.string().nullish().describe('What the model is asked; without one it is loaded.'),
  system: z.string().nullish().describe('Stands before the prompt.'),
  raw: z.boolean().nullish().describe('Gives the model the prompt as it is, without its template.'),
  suffix: z.string().nullish().describe('What stands behind the gap that is filled; for models that were trained to.'),
  images,
  template: neutral(''),
  context: neutral([]),
  width: neutral(0),
  height: neutral(0),
  steps: neutral(0),
})

/** The body of `POST /api/generate`, parsed. */
export type OllamaGenerateRequest = z.infer<typeof ollamaGenerateRequest>
