import { z } from 'zod'
import { refuseLooseStrict } from '../../shared/refuse-loose-strict.ts'
import { byType, harmless, neutral } from '../../shared/refused-values.ts'
import { samplingFields } from '../sampling-fields.ts'
import { chatMessage } from './chat-message.ts'

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
  messages: z.array(chatMessage).min(1).describe('The conversation, oldest message first.'),
  tools: z.array(tool).nullish().describe('Functions that the model may call.'),
  tool_choice: toolChoice.nullish().describe('Whether the model may, must or must not call, and which function.'),
  reasoning_effort: z
    .enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'])
    .nullish()
    .describe('none turns reasoning off; the others turn it on, as much as the chat template knows levels.'),
  enable_thinking: z.boolean().nullish().describe('Turns reasoning off or on.'),
  chat_template_kwargs: z.record(z.string(), z.unknown()).nullish().describe('Variables for the chat template, by its own names.'),
}

/** The body of `POST /v1/chat/completions`. */
export const chatCompletionRequest = z
  .object({
    model: z.string().min(1).describe('Id of a model, or a task as task:NAME.'),
    ...promptFields,
    parallel_tool_calls: z.boolean().nullish().describe('Whether one answer may hold several calls.'),
    response_format: responseFormat.nullish().describe('Form that the answer is held to.'),
    ...samplingFields,
    n: z.int().min(1).max(128).nullish().describe('Answers at the same time, each in a slot of its own.'),
    max_tokens: z.int().min(1).nullish().describe('Longest answer, in tokens. Older name of max_completion_tokens.'),
    max_completion_tokens: z.int().min(1).nullish().describe('Longest answer, in tokens. By default what the config says of the model.'),
    logprobs: z.boolean().nullish().describe('Tells the log probability of each token.'),
    top_logprobs: z.int().min(0).max(20).nullish().describe('Tells this many alternatives to each token; needs logprobs.'),
    truncation: z.enum(['auto', 'disabled']).nullish().describe('auto leaves the oldest turns out when they do not fit.'),
    stream: z.boolean().nullish().describe('Sends the answer as it is made.'),
    stream_options: z
      .object({ include_usage: z.boolean().nullish().describe('Tells the token counts in a last event.'), include_obfuscation: harmless })
      .nullish()
      .describe('How it is sent.'),
    modalities: neutral(['text']),
    audio: neutral(),
    functions: neutral([]),
    function_call: neutral('auto', 'none'),
    verbosity: neutral('medium'),
    web_search_options: neutral(),
    store: neutral(false),
    prediction: neutral(),
    moderation: neutral(),
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
