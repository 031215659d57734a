import { z } from 'zod'
import { chatMetadata } from '../../../chat/chat-metadata.ts'
import { errorResponse } from '../../../errors/error-response.ts'
import { tokenLogprob } from '../../shared/to-token-logprob.ts'

// The whole of what is sent. Types of the official client hold the mappings to OpenAI's own shape, tests hold them to this one.

const none = z.array(z.unknown()).length(0)

const textPart = z.object({ type: z.literal('output_text'), text: z.string(), annotations: none, logprobs: z.array(tokenLogprob) })
const reasoningPart = z.object({ type: z.literal('reasoning_text'), text: z.string() })
const contentPart = z.discriminatedUnion('type', [textPart, reasoningPart])

const item = { id: z.string(), status: z.enum(['in_progress', 'completed', 'incomplete']) }
const message = z.object({ ...item, type: z.literal('message'), role: z.literal('assistant'), content: z.array(textPart) })
const reasoning = z.object({ ...item, type: z.literal('reasoning'), summary: none, content: z.array(reasoningPart) })
const functionCall = z.object({
  ...item,
  type: z.literal('function_call'),
  call_id: z.string(),
  name: z.string(),
  arguments: z.string().describe('JSON as the model wrote it.'),
})
const outputItem = z.discriminatedUnion('type', [message, reasoning, functionCall])

const tool = z.object({
  type: z.literal('function'),
  name: z.string(),
  description: z.string().nullable(),
  parameters: z.record(z.string(), z.unknown()).nullable(),
  strict: z.boolean(),
})

const format = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({
    type: z.literal('json_schema'),
    name: z.string(),
    schema: z.record(z.string(), z.unknown()),
    strict: z.boolean(),
    description: z.string().optional(),
  }),
])

const usage = z.object({
  input_tokens: z.int(),
  input_tokens_details: z.object({ cached_tokens: z.int(), cache_write_tokens: z.literal(0) }),
  output_tokens: z.int(),
  output_tokens_details: z.object({ reasoning_tokens: z.int() }),
  total_tokens: z.int(),
})

const head = {
  id: z.string(),
  object: z.literal('response'),
  created_at: z.int().describe('Seconds since 1970.'),
  model: z.string(),
  access_programs: z.null(),
  background: z.literal(false),
  instructions: z.string().nullable(),
  max_output_tokens: z.int().nullable(),
  metadata: z.record(z.string(), z.string()),
  parallel_tool_calls: z.boolean(),
  previous_response_id: z.string().nullable(),
  reasoning: z.object({ effort: z.enum(['none', 'medium']).nullable(), summary: z.null() }),
  store: z.boolean(),
  temperature: z.number().nullable(),
  text: z.object({ format }),
  tool_choice: z.union([z.enum(['none', 'auto', 'required']), z.object({ type: z.literal('function'), name: z.string() })]),
  tools: z.array(tool),
  top_logprobs: z.int(),
  top_p: z.number().nullable(),
  truncation: z.enum(['auto', 'disabled']),
  user: z.string().optional(),
}

const begun = z.object({
  ...head,
  status: z.literal('in_progress'),
  error: z.null(),
  incomplete_details: z.null(),
  output: z.array(outputItem).length(0),
})

/** A response that has ended: the answer of `POST /v1/responses`, and of `GET /v1/responses/:id`. */
export const responseShape = z.object({
  ...head,
  status: z.enum(['completed', 'incomplete']),
  error: z.null(),
  incomplete_details: z.object({ reason: z.literal('max_output_tokens') }).nullable(),
  completed_at: z.int().nullable().describe('Seconds since 1970.'),
  output: z.array(outputItem),
  usage,
  honestai: chatMetadata,
})

const failed = z.object({
  ...begun.shape,
  status: z.literal('failed'),
  error: z.object({ code: z.literal('server_error'), message: z.string() }),
  honestai: chatMetadata,
})

const { error } = errorResponse.shape
const { message: errorMessage, code, param } = error.shape

const inOutput = { output_index: z.int() }
const inItem = { ...inOutput, item_id: z.string() }
const inContent = { ...inItem, content_index: z.int() }
const logprobs = z.array(tokenLogprob)

const event = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.object({ type: z.literal(name), ...shape, sequence_number: z.int().min(0) })

/** One event of a streamed response. */
export const responseEventShape = z.discriminatedUnion('type', [
  event('response.created', { response: begun }),
  event('response.in_progress', { response: begun }),
  event('response.output_item.added', { ...inOutput, item: outputItem }),
  event('response.content_part.added', { ...inContent, part: contentPart }),
  event('response.output_text.delta', { ...inContent, delta: z.string(), logprobs }),
  event('response.output_text.done', { ...inContent, text: z.string(), logprobs }),
  event('response.reasoning_text.delta', { ...inContent, delta: z.string() }),
  event('response.reasoning_text.done', { ...inContent, text: z.string() }),
  event('response.function_call_arguments.delta', { ...inItem, delta: z.string() }),
  event('response.function_call_arguments.done', { ...inItem, name: z.string(), arguments: z.string() }),
  event('response.content_part.done', { ...inContent, part: contentPart }),
  event('response.output_item.done', { ...inOutput, item: outputItem }),
  event('response.completed', { response: responseShape }),
  event('response.incomplete', { response: responseShape }),
  event('response.failed', { response: failed }),
  event('error', { message: errorMessage, code, param, error }),
])

const givenText = z.object({ type: z.literal('input_text'), text: z.string() })
const saidText = z.object({ type: z.literal('output_text'), text: z.string(), annotations: none })

const givenItem = z.union([
  z.object({ ...item, type: z.literal('message'), role: z.enum(['user', 'system', 'developer']), content: z.array(givenText) }),
  z.object({ ...item, type: z.literal('message'), role: z.literal('assistant'), content: z.array(saidText) }),
  functionCall,
  z.object({
    ...item,
    type: z.literal('function_call_output'),
    call_id: z.string(),
    output: z.union([z.string(), z.array(givenText)]),
  }),
  z.object({
    ...item,
    type: z.literal('reasoning'),
    summary: z.array(z.object({ type: z.literal('summary_text'), text: z.string() })),
    content: z.array(reasoningPart),
  }),
])

/** What a response answered, a page of it. */
export const inputItemListShape = z.object({
  object: z.literal('list'),
  data: z.array(givenItem),
  first_id: z.string().nullable(),
  last_id: z.string().nullable(),
  has_more: z.boolean(),
})

/** What tells that a response is kept no longer. */
export const deletedResponseShape = z.object({ id: z.string(), object: z.literal('response'), deleted: z.literal(true) })
