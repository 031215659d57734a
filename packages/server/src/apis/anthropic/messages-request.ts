import { z } from 'zod'
import { byType, harmless, neutral, only, unsupported } from '../shared/refused-values.ts'
import { samplingBody } from '../shared/sampling-body.ts'

const textBlock = z.object({ type: z.literal('text'), text: z.string(), cache_control: harmless, citations: harmless })

const texts = z.union([z.string(), z.array(byType(['text'], textBlock))], { error: 'expected a string or an array of text blocks' })

const toolResult = z.object({
  type: z.literal('tool_result'),
  tool_use_id: z.string().min(1),
  content: texts.optional(),
  is_error: z.boolean().optional(),
  cache_control: harmless,
  toolset_name: neutral(),
})

const toolUse = z.object({
  type: z.literal('tool_use'),
  id: z.string().min(1),
  name: z.string().min(1),
  input: z.record(z.string(), z.unknown()),
  cache_control: harmless,
  caller: neutral({ type: 'direct' }),
  toolset_name: neutral(),
})

const thinkingBlock = z.object({ type: z.literal('thinking'), thinking: z.string(), signature: harmless })

const redactedBlock = z.object({ type: z.literal('redacted_thinking'), data: harmless })

const blocksOf = <Block extends z.ZodType>(block: Block) =>
  z.union([z.string(), z.array(block)], { error: 'expected a string or an array of content blocks' })

const message = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.literal('system'), content: texts }),
    z.object({
      role: z.literal('user'),
      content: blocksOf(byType(['text', 'tool_result'], z.discriminatedUnion('type', [textBlock, toolResult]))).refine(
        ({ length }) => length > 0,
        'expected some content',
      ),
    }),
    z.object({
      role: z.literal('assistant'),
      content: blocksOf(
        byType(
          ['text', 'tool_use', 'thinking', 'redacted_thinking'],
          z.discriminatedUnion('type', [textBlock, toolUse, thinkingBlock, redactedBlock]),
        ),
      ),
    }),
  ],
  { error: (issue) => (issue.code === 'invalid_union' ? 'expected user, assistant or system' : undefined) },
)

const tool = z.object({
  type: only('custom').nullish(),
  name: z.string().min(1),
  description: z.string().nullish(),
  input_schema: z.record(z.string(), z.unknown()),
  cache_control: harmless,
  eager_input_streaming: harmless,
  allowed_callers: neutral(['direct']),
  defer_loading: neutral(false),
  input_examples: neutral([]),
  strict: neutral(false),
})

const parallel = { disable_parallel_tool_use: z.boolean().optional() }

const toolChoice = z.discriminatedUnion('type', [
  z.object({ type: z.literal('auto'), ...parallel }),
  z.object({ type: z.literal('any'), ...parallel }),
  z.object({ type: z.literal('tool'), name: z.string().min(1), ...parallel }),
  z.object({ type: z.literal('none') }),
])

// Leaving thoughts out of the answer is not supported; telling them whole is what a summary of nothing longer is.
const display = { display: neutral('summarized') }

const thinking = byType(
  ['disabled', 'adaptive', 'enabled'],
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('disabled') }),
    z.object({ type: z.literal('adaptive'), ...display }),
    z.object({ type: z.literal('enabled'), budget_tokens: z.int().min(1), ...display }),
  ]),
)

const conversation = {
  model: z.string().min(1).describe('Id of a model, or a task as task:NAME.'),
  messages: z
    .array(message)
    .min(1)
    // A model's template ends every turn before it begins the next: an answer cannot go on where another one broke off.
    .superRefine((messages, context) => {
      if (messages.at(-1)?.role === 'assistant') context.addIssue({ code: 'custom', path: [messages.length - 1, 'role'], ...unsupported })
    })
    .describe('The conversation, oldest message first; the last one is of the user.'),
  system: texts.nullish().describe('Stands before the messages.'),
  tools: z.array(tool).nullish().describe('Functions that the model may call.'),
  tool_choice: toolChoice.nullish().describe('Whether the model may, must or must not call, and which function.'),
  thinking: thinking.nullish().describe('Whether the model thinks before it answers; a budget passes only where it cannot bind.'),
  output_config: z
    .object({
      // Anthropic's own default; models here know no other.
      effort: neutral('high'),
      format: byType(['json_schema'], z.object({ type: z.literal('json_schema'), schema: z.record(z.string(), z.unknown()) }))
        .nullish()
        .describe('Form that the answer is held to.'),
    })
    .nullish()
    .describe('How the answer is.'),
  cache_control: harmless,
  speed: neutral('standard'),
  user_profile_id: harmless,
  workspace_id: harmless,
  context_management: neutral(),
  mcp_servers: neutral([]),
}

/** The body of `POST /v1/messages/count_tokens`. */
export const countTokensRequest = z.object(conversation)

/** How a body of `POST /v1/messages` asks for sampling. */
export const messagesSampling = samplingBody('anthropic')

/** The body of `POST /v1/messages`. */
export const messagesRequest = z
  .object({
    ...conversation,
    max_tokens: z.int().min(1).describe('Longest answer, in tokens.'),
    stop_sequences: z.array(z.string().min(1)).nullish().describe('Texts at which the answer ends.'),
    stream: z.boolean().nullish().describe('Sends the answer as it is made, as events.'),
    ...messagesSampling.shape,
    metadata: harmless,
    service_tier: harmless,
    inference_geo: harmless,
    container: neutral(),
    diagnostics: neutral(),
  })
  // Thoughts cannot be cut off alone: a budget passes only where the limit of the answer comes first anyway.
  .refine(({ thinking, max_tokens }) => thinking?.type !== 'enabled' || thinking.budget_tokens >= max_tokens - 1, {
    ...unsupported,
    path: ['thinking', 'budget_tokens'],
  })

/** The body of `POST /v1/messages/count_tokens`, parsed. */
export type CountTokensRequest = z.infer<typeof countTokensRequest>

/** The body of `POST /v1/messages`, parsed. */
export type MessagesRequest = z.infer<typeof messagesRequest>
