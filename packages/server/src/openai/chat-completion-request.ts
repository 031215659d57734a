import { z } from 'zod'
import { refuseLooseStrict } from '../refuse-loose-strict.ts'
import { byType, harmless, neutral, only } from '../refused-values.ts'
import { chatMessage } from './chat-message.ts'
import { samplingFields } from './sampling-fields.ts'

const tool = byType(
  ['function'],
  z.object({
    type: z.literal('function'),
    function: z.object({
      name: z.string().min(1),
      description: z.string().nullish(),
      parameters: z.record(z.string(), z.unknown()).nullish(),
      strict: z.boolean().nullish(),
    }),
  }),
)

const toolChoice = z.union(
  [
    z.enum(['none', 'auto', 'required']),
    byType(['function'], z.object({ type: z.literal('function'), function: z.object({ name: z.string().min(1) }) })),
  ],
  { error: 'expected none, auto, required or a function' },
)

/** The form that an answer must have. */
export const responseFormat = byType(
  ['text', 'json_object', 'json_schema'],
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('text') }),
    z.object({ type: z.literal('json_object') }),
    z.object({
      type: z.literal('json_schema'),
      json_schema: z.object({
        name: z.string().min(1),
        schema: z.record(z.string(), z.unknown()),
        description: z.string().nullish(),
        // An answer is held to its schema in either case.
        strict: z.boolean().nullish(),
      }),
    }),
  ]),
)

/** What of a chat comes into its prompt. */
export const promptFields = {
  messages: z.array(chatMessage).min(1),
  tools: z.array(tool).nullish(),
  tool_choice: toolChoice.nullish(),
  // Models here know no levels: thinking is off or, as OpenAI's default names it, on.
  reasoning_effort: only('none', 'medium').nullish(),
}

/** The body of `POST /v1/chat/completions`. */
export const chatCompletionRequest = z
  .object({
    model: z.string().min(1),
    ...promptFields,
    parallel_tool_calls: z.boolean().nullish(),
    response_format: responseFormat.nullish(),
    ...samplingFields,
    n: z.int().min(1).max(128).nullish(),
    max_tokens: z.int().min(1).nullish(),
    max_completion_tokens: z.int().min(1).nullish(),
    logprobs: z.boolean().nullish(),
    top_logprobs: z.int().min(0).max(20).nullish(),
    truncation: z.enum(['auto', 'disabled']).nullish(),
    stream: z.boolean().nullish(),
    stream_options: z.object({ include_usage: z.boolean().nullish(), include_obfuscation: harmless }).nullish(),
    modalities: neutral(['text']),
    audio: neutral(),
    functions: neutral([]),
    function_call: neutral('auto', 'none'),
    verbosity: neutral('medium'),
    web_search_options: neutral(),
    store: neutral(false),
    prediction: neutral(),
    moderation: neutral(),
    chat_template_kwargs: neutral({}),
    user: harmless,
    metadata: harmless,
    service_tier: harmless,
    safety_identifier: harmless,
    prompt_cache_key: harmless,
    prompt_cache_options: harmless,
    prompt_cache_retention: harmless,
  })
  .superRefine((body, context) => {
    const refuse = (param: keyof typeof body, message: string) => context.addIssue({ code: 'custom', path: [param], message })
    const { max_tokens: limit, max_completion_tokens: otherLimit, response_format: format, tool_choice: choice } = body
    if (limit != null && otherLimit != null && limit !== otherLimit) refuse('max_tokens', 'it contradicts max_completion_tokens')
    if (body.top_logprobs && !body.logprobs) refuse('top_logprobs', 'it needs "logprobs": true')
    const hasFormat = format != null && format.type !== 'text'
    if (body.grammar != null && hasFormat) refuse('grammar', 'it contradicts response_format')
    const isHeld = hasFormat || body.grammar != null || (choice != null && choice !== 'auto' && choice !== 'none')
    refuseLooseStrict(context, isHeld, body.tools?.map((tool) => tool.function.strict) ?? [], ['function', 'strict'])
  })

/** The body of `POST /v1/chat/completions`, parsed. */
export type ChatCompletionRequest = z.infer<typeof chatCompletionRequest>
