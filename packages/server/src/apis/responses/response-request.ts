import { z } from 'zod'
import { refuseLooseStrict } from '../shared/refuse-loose-strict.ts'
import { byType, harmless, neutral, only } from '../shared/refused-values.ts'
import { samplingBody } from '../shared/sampling-body.ts'
import { inputItem } from './input/input-item.ts'

const functionTool = z.object({
  type: z.literal('function'),
  name: z.string().min(1),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  strict: z.boolean().nullish(),
  allowed_callers: neutral(['direct']),
  async: neutral(false),
  defer_loading: neutral(false),
  output_schema: neutral(),
})

const toolChoice = z.union(
  [z.enum(['none', 'auto', 'required']), byType(['function'], z.object({ type: z.literal('function'), name: z.string().min(1) }))],
  { error: 'expected none, auto, required or a function' },
)

const format = byType(
  ['text', 'json_object', 'json_schema'],
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('text') }),
    z.object({ type: z.literal('json_object') }),
    z.object({
      type: z.literal('json_schema'),
      name: z.string().min(1),
      schema: z.record(z.string(), z.unknown()),
      description: z.string().nullish(),
      // An answer is held to its schema in either case.
      strict: z.boolean().nullish(),
    }),
  ]),
)

/** Chat completions' own parameters, sent here by mistake: ignoring them would change the answer. */
const elsewhere = {
  messages: neutral(),
  n: neutral(1),
  stop: neutral([]),
  max_tokens: neutral(),
  max_completion_tokens: neutral(),
  response_format: neutral({ type: 'text' }),
  reasoning_effort: neutral(),
  logprobs: neutral(false),
}

/** How a body of `POST /v1/responses` asks for sampling. */
export const responseSampling = samplingBody('responses')

/** The body of `POST /v1/responses`. */
export const responseRequest = z
  .object({
    model: z.string().min(1).describe('Id of a model, or a task as task:NAME.'),
    input: z
      .union([z.string(), z.array(inputItem).min(1)], { error: 'expected a string or an array of items that is not empty' })
      .describe('A text, or items; a message may leave its type out.'),
    instructions: z.string().nullish().describe('Stands before the input, as the system says it.'),
    previous_response_id: z.string().min(1).nullish().describe('Goes on from a kept response; its instructions are not carried over.'),
    store: z.boolean().nullish().describe('Whether the response is kept; true by default.'),
    tools: z
      .array(byType(['function'], functionTool))
      .nullish()
      .describe('Functions that the model may call.'),
    tool_choice: toolChoice.nullish().describe('Whether the model may, must or must not call, and which function.'),
    parallel_tool_calls: z.boolean().nullish().describe('Whether one answer may hold several calls.'),
    text: z
      .object({ format: format.nullish().describe('Form that the answer is held to.'), verbosity: neutral('medium') })
      .nullish()
      .describe('How the text of the answer is.'),
    reasoning: z
      .object({
        effort: z
          .enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'])
          .nullish()
          .describe('none turns reasoning off; the others turn it on, as much as the chat template knows levels.'),
        summary: neutral('auto'),
        generate_summary: neutral('auto'),
      })
      .nullish()
      .describe('Whether the model thinks before it answers.'),
    include: z
      .array(only('message.output_text.logprobs', 'reasoning.encrypted_content'))
      .nullish()
      .describe('Log probabilities are told; encrypted reasoning is accepted, and there is none.'),
    top_logprobs: z.int().min(0).max(20).nullish().describe('Tells this many alternatives to each token.'),
    ...responseSampling.shape,
    max_output_tokens: z.int().min(1).nullish().describe('Longest answer, in tokens.'),
    truncation: z.enum(['auto', 'disabled']).nullish().describe('auto leaves the oldest turns out when they do not fit.'),
    stream: z.boolean().nullish().describe('Sends the answer as it is made, as events.'),
    stream_options: z.object({ include_obfuscation: harmless }).nullish().describe('How it is sent.'),
    metadata: z.record(z.string(), z.string()).nullish().describe('Comes back with the response.'),
    user: z.string().nullish().describe('Comes back with the response.'),
    safety_identifier: harmless,
    prompt_cache_key: harmless,
    prompt_cache_retention: harmless,
    prompt_cache_options: harmless,
    service_tier: harmless,
    // Counts calls of tools that the server runs itself, of which there are none.
    max_tool_calls: harmless,
    background: neutral(false),
    conversation: neutral(),
    prompt: neutral(),
    context_management: neutral([]),
    moderation: neutral(),
    image: neutral(),
    access_programs: neutral(),
    ...elsewhere,
  })
  .superRefine(({ tools, tool_choice: choice, text }, context) => {
    const hasFormat = text?.format != null && text.format.type !== 'text'
    const isHeld = hasFormat || (choice != null && choice !== 'auto' && choice !== 'none')
    refuseLooseStrict(context, isHeld, tools?.map((tool) => tool.strict) ?? [], ['strict'])
  })

/** The body of `POST /v1/responses`, parsed. */
export type ResponseRequest = z.infer<typeof responseRequest>

/** The query of `GET /v1/responses/:id`. A response that has ended is told whole. */
export const retrieveQuery = z.object({
  stream: neutral('false'),
  starting_after: neutral(),
  include: harmless,
  include_obfuscation: harmless,
})
