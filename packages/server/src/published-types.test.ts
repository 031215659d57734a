import type { Message, MessageTokensCount, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages'
import type { Response, ResponseItem, ResponseStreamEvent } from 'openai/resources/responses/responses'
import { expectTypeOf, test } from 'vitest'
import type { toMessage } from './anthropic/to-message.ts'
import type { toMessageEvents } from './anthropic/to-message-events.ts'
import type { toInputItemList } from './responses/to-input-item-list.ts'
import type { EndedResponse } from './responses/to-response.ts'
import type { toResponseEvents } from './responses/to-response-events.ts'

type EventOf<Mapping extends (...parts: never[]) => AsyncIterable<unknown>> =
  ReturnType<Mapping> extends AsyncIterable<infer Event> ? Event : never

/** What the client adds to what the server sends. */
type Added = 'output_text'
type WireEvent<Event> = Event extends { response: Response } ? Omit<Event, 'response'> & { response: Omit<Response, Added> } : Event

// The compiler is the judge here: `pnpm check` fails when a published type and ours part ways.
test('responses and their events are of the types that OpenAI publishes', () => {
  expectTypeOf<EndedResponse>().toExtend<Omit<Response, Added>>()
  expectTypeOf<EventOf<typeof toResponseEvents>>().toExtend<WireEvent<ResponseStreamEvent>>()
  expectTypeOf<ReturnType<typeof toInputItemList>['data'][number]>().toExtend<ResponseItem>()
})

test('messages and their events are of the types that Anthropic publishes', () => {
  expectTypeOf<ReturnType<typeof toMessage>>().toExtend<Message>()
  // `ping` and `error` are of the protocol, but the client does not pass them on.
  expectTypeOf<Exclude<EventOf<typeof toMessageEvents>, { type: 'ping' | 'error' }>>().toExtend<RawMessageStreamEvent>()
  expectTypeOf<{ input_tokens: number }>().toExtend<MessageTokensCount>()
})
