import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { chatMetadata } from '../../chat/chat-metadata.ts'
import { errorResponse } from '../../errors/error-response.ts'

// The whole of what is sent. Types of the official client hold the mappings to Anthropic's own shape, tests hold them to this one.

const contentBlock = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), citations: z.null() }),
  z.object({ type: z.literal('thinking'), thinking: z.string(), signature: z.literal('') }),
  z.object({
    type: z.literal('tool_use'),
    id: z.string(),
    name: z.string(),
    input: z.unknown(),
    caller: z.object({ type: z.literal('direct') }),
  }),
])

const stopReason = z.enum(['end_turn', 'stop_sequence', 'max_tokens', 'model_context_window_exceeded', 'tool_use'])

const finalUsage = z.object({
  input_tokens: z.int().describe('Without those that were cached.'),
  cache_creation_input_tokens: z.int(),
  cache_read_input_tokens: z.int(),
  output_tokens: z.int(),
  output_tokens_details: z.object({ thinking_tokens: z.int() }),
  server_tool_use: z.null(),
})

const usage = z.object({
  ...finalUsage.shape,
  cache_creation: z.null(),
  inference_geo: z.null(),
  service_tier: z.null(),
  speed: z.null(),
})

const head = { id: z.string(), type: z.literal('message'), role: z.literal('assistant'), model: z.string() }
const unused = { stop_details: z.null(), container: z.null() }

/** The answer of `POST /v1/messages`. */
export const messageShape = z.object({
  ...head,
  content: z.array(contentBlock),
  stop_reason: stopReason,
  stop_sequence: z.string().nullable(),
  ...unused,
  diagnostics: z.null(),
  usage,
  honestai: chatMetadata,
})

const begun = z.object({
  ...head,
  content: z.array(contentBlock).length(0),
  stop_reason: z.null(),
  stop_sequence: z.null(),
  ...unused,
  diagnostics: z.null(),
  usage,
})

const delta = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text_delta'), text: z.string() }),
  z.object({ type: z.literal('thinking_delta'), thinking: z.string() }),
  z.object({ type: z.literal('input_json_delta'), partial_json: z.string() }),
])

const index = z.int().min(0)

/** One event of a streamed message. */
export const messageEventShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message_start'), message: begun }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('content_block_start'), index, content_block: contentBlock }),
  z.object({ type: z.literal('content_block_delta'), index, delta }),
  z.object({ type: z.literal('content_block_stop'), index }),
  z.object({
    type: z.literal('message_delta'),
    delta: z.object({ stop_reason: stopReason, stop_sequence: z.string().nullable(), ...unused }),
    usage: finalUsage,
  }),
  z.object({ type: z.literal('message_stop'), honestai: chatMetadata }),
  z.object({ type: z.literal('error'), error: errorResponse.shape.error, request_id: z.string() }),
])

/** A count of tokens in Anthropic's shape. */
export const countTokensShape = z.object({ input_tokens: z.int(), honestai: chatMetadata })

/** Names a new answer. */
export const createMessageId = (): string => `msg_${randomUUID().replaceAll('-', '')}`
