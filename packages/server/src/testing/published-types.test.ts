import type { Message, MessageTokensCount, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages'
import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { Completion } from 'openai/resources/completions'
import type { CreateEmbeddingResponse, Embedding } from 'openai/resources/embeddings'
import type { Model } from 'openai/resources/models'
import type { Moderation, ModerationCreateResponse } from 'openai/resources/moderations'
import type { Response, ResponseItem, ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type { toMessage } from '../apis/anthropic/to-message.ts'
import type { toMessageEvents } from '../apis/anthropic/to-message-events.ts'
import type { ChatCompletionResponse } from '../apis/openai/chat/to-chat-completion.ts'
import type { ChatCompletionChunk as OurChunk } from '../apis/openai/chat/to-chat-completion-chunks.ts'
import type { CompletionChunk, CompletionResponse } from '../apis/openai/completions/to-completion.ts'
import type { EmbeddingResponse } from '../apis/openai/embeddings/to-embedding-list.ts'
import type { modelListResponse, modelResponse } from '../apis/openai/models/models.ts'
import type { moderationResponse } from '../apis/openai/moderations/moderation.ts'
import type { toInputItemList } from '../apis/responses/input/to-input-item-list.ts'
import type { EndedResponse } from '../apis/responses/output/to-response.ts'
import type { toResponseEvents } from '../apis/responses/output/to-response-events.ts'

type EventOf<Mapping extends (...parts: never[]) => AsyncIterable<unknown>> =
  ReturnType<Mapping> extends AsyncIterable<infer Event> ? Event : never

/** What the client adds to what the server sends. */
type Added = 'output_text'
type WireEvent<Event> = Event extends { response: Response } ? Omit<Event, 'response'> & { response: Omit<Response, Added> } : Event

/** OpenAI's categories, none of which is judged here: an answer says so instead of claiming them to be false. */
type OwnCategories = 'categories' | 'category_scores' | 'category_applied_input_types'

// The compiler is the judge here: `pnpm check` fails when a published type and ours part ways.
test('responses and their events are of the types that OpenAI publishes', () => {
  expectTypeOf<EndedResponse>().toExtend<Omit<Response, Added>>()
  expectTypeOf<EventOf<typeof toResponseEvents>>().toExtend<WireEvent<ResponseStreamEvent>>()
  expectTypeOf<ReturnType<typeof toInputItemList>['data'][number]>().toExtend<ResponseItem>()
})

test('answers of the older APIs are of the types that OpenAI publishes', () => {
  expectTypeOf<ChatCompletionResponse>().toExtend<ChatCompletion>()
  expectTypeOf<OurChunk>().toExtend<ChatCompletionChunk>()
  expectTypeOf<CompletionResponse>().toExtend<Completion>()
  // Their type has no event of its own, and says that every answer has ended.
  expectTypeOf<Omit<CompletionChunk, 'choices' | 'usage'>>().toExtend<Omit<Completion, 'choices' | 'usage'>>()
  expectTypeOf<Omit<EmbeddingResponse, 'data'>>().toExtend<Omit<CreateEmbeddingResponse, 'data'>>()
  // As base64, which the client decodes, a vector is text.
  expectTypeOf<Omit<EmbeddingResponse['data'][number], 'embedding'>>().toExtend<Omit<Embedding, 'embedding'>>()
  expectTypeOf<z.infer<typeof modelListResponse>['data'][number]>().toExtend<Model>()
  expectTypeOf<z.infer<typeof modelResponse>>().toExtend<Model>()
  expectTypeOf<Omit<z.infer<typeof moderationResponse>, 'results'>>().toExtend<Omit<ModerationCreateResponse, 'results'>>()
  expectTypeOf<Omit<z.infer<typeof moderationResponse>['results'][number], OwnCategories>>().toExtend<Omit<Moderation, OwnCategories>>()
})

test('messages and their events are of the types that Anthropic publishes', () => {
  expectTypeOf<ReturnType<typeof toMessage>>().toExtend<Message>()
  // `ping` and `error` are of the protocol, but the client does not pass them on.
  expectTypeOf<Exclude<EventOf<typeof toMessageEvents>, { type: 'ping' | 'error' }>>().toExtend<RawMessageStreamEvent>()
  expectTypeOf<{ input_tokens: number }>().toExtend<MessageTokensCount>()
})
