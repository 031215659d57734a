import { z } from 'zod'
import { refuseLooseStrict } from '../refuse-loose-strict.ts'
import { byType, harmless, neutral, only } from '../refused-values.ts'
import { inputItem } from './input-item.ts'

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
  logit_bias: neutral({}),
  frequency_penalty: neutral(0),
  presence_penalty: neutral(0),
}

/** The body of `POST /v1/responses`. */
export const responseRequest = z
  .object({
    model: z.string().min(1),
    input: z.union([z.string(), z.array(inputItem).min(1)], { error: 'expected a string or an array of items that is not empty' }),
    instructions: z.string().nullish(),
    previous_response_id: z.string().min(1).nullish(),
    store: z.boolean().nullish(),
    tools: z.array(byType(['function'], functionTool)).nullish(),
    tool_choice: toolChoice.nullish(),
    parallel_tool_calls: z.boolean().nullish(),
    text: z.object({ format: format.nullish(), verbosity: neutral('medium') }).nullish(),
    reasoning: z
      .object({
        // Models here know no levels: thinking is off or, as OpenAI's default names it, on.
        effort: only('none', 'medium').nullish(),
        summary: neutral('auto'),
        generate_summary: neutral('auto'),
      })
      .nullish(),
    include: z.array(only('message.output_text.logprobs', 'reasoning.encrypted_content')).nullish(),
    top_logprobs: z.int().min(0).max(20).nullish(),
    temperature: z.number().min(0).max(2).nullish(),
    top_p: z.number().min(0).max(1).nullish(),
    max_output_tokens: z.int().min(1).nullish(),
    truncation: z.enum(['auto', 'disabled']).nullish(),
    stream: z.boolean().nullish(),
    stream_options: z.object({ include_obfuscation: harmless }).nullish(),
    metadata: z.record(z.string(), z.string()).nullish(),
    user: z.string().nullish(),
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
