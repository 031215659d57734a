import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'

/**
 * Parameters of OpenAI that would change the answer and are not supported, each with the values that change nothing.
 * Absent and null always change nothing.
 */
const neutralValues = {
  n: [1],
  logprobs: [false],
  top_logprobs: [0],
  logit_bias: [{}],
  frequency_penalty: [0],
  presence_penalty: [0],
  response_format: [{ type: 'text' }],
  modalities: [['text']],
  audio: [],
  tool_choice: ['auto', 'none'],
  parallel_tool_calls: [true],
  functions: [[]],
  function_call: ['auto', 'none'],
  reasoning_effort: [],
  verbosity: [],
  web_search_options: [],
  store: [false],
} satisfies Record<string, unknown[]>

const unsupported = { params: { unsupported: true } }

const neutral = (values: unknown[]) =>
  z
    .unknown()
    .refine((value) => value == null || values.some((neutralValue) => isDeepStrictEqual(value, neutralValue)), unsupported)
    .optional()

const neutralFields = Object.fromEntries(Object.entries(neutralValues).map(([name, values]) => [name, neutral(values)])) as Record<
  keyof typeof neutralValues,
  ReturnType<typeof neutral>
>

const only = (supported: string) => z.string().refine((value) => value === supported, unsupported)

const content = z.union([z.string(), z.array(z.object({ type: only('text'), text: z.string() })).min(1)], {
  error: 'expected a string or an array of text parts',
})

const toolCall = z.object({
  id: z.string().min(1),
  type: only('function'),
  function: z.object({ name: z.string().min(1), arguments: z.string() }),
})

const assistantMessage = z
  .object({
    role: z.literal('assistant'),
    content: content.nullish(),
    tool_calls: z.array(toolCall).nullish(),
    refusal: neutral([]),
    audio: neutral([]),
    function_call: neutral([]),
  })
  .refine((message) => message.content != null || message.tool_calls?.length, {
    path: ['content'],
    message: 'expected a text, since there are no tool_calls',
  })

const message = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.literal(['system', 'developer', 'user']), content }),
    assistantMessage,
    z.object({ role: z.literal('tool'), content, tool_call_id: z.string().min(1) }),
  ],
  { error: (issue) => (issue.code === 'invalid_union' ? 'expected system, developer, user, assistant or tool' : undefined) },
)

const tool = z.object({
  type: only('function'),
  function: z.object({
    name: z.string().min(1),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
    strict: neutral([false]),
  }),
})

const harmless = z.unknown().optional()

/** The body of `POST /v1/chat/completions`. */
export const chatCompletionRequest = z
  .object({
    model: z.string().min(1),
    messages: z.array(message).min(1),
    tools: z.array(tool).nullish(),
    temperature: z.number().min(0).max(2).nullish(),
    top_p: z.number().min(0).max(1).nullish(),
    top_k: z.int().min(0).nullish(),
    min_p: z.number().min(0).max(1).nullish(),
    seed: z.int().min(0).max(4_294_967_294).nullish(),
    max_tokens: z.int().min(1).nullish(),
    max_completion_tokens: z.int().min(1).nullish(),
    stop: z
      .union([z.string().min(1), z.array(z.string().min(1)).max(4)], {
        error: 'expected a text that is not empty, or an array of at most four',
      })
      .nullish(),
    stream: z.boolean().nullish(),
    stream_options: z.object({ include_usage: z.boolean().nullish(), include_obfuscation: harmless }).nullish(),
    ...neutralFields,
    user: harmless,
    metadata: harmless,
    service_tier: harmless,
    safety_identifier: harmless,
    prompt_cache_key: harmless,
    prompt_cache_retention: harmless,
    prediction: harmless,
  })
  .refine((body) => body.max_tokens == null || body.max_completion_tokens == null || body.max_tokens === body.max_completion_tokens, {
    path: ['max_tokens'],
    message: 'it contradicts max_completion_tokens',
  })

/** The body of `POST /v1/chat/completions`, parsed. */
export type ChatCompletionRequest = z.infer<typeof chatCompletionRequest>
