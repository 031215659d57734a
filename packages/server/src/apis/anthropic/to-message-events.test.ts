import type { ChatEvent } from '@honestai/core'
import { expect, test } from 'vitest'
import { fakeUsage, yieldEvents } from '../../testing/fake-router.ts'
import { readEnd } from '../shared/read-end.ts'
import { toBlocks } from '../shared/to-blocks.ts'
import { toMessage } from './to-message.ts'
import { toMessageEvents } from './to-message-events.ts'

const head = { id: 'msg_1', model: 'canary' }
const facts = { maxTokens: 100, toFacts: () => ({}) }
const events: ChatEvent[] = [
  { type: 'start', promptTokens: 12, cachedTokens: 4 },
  { type: 'reasoning-delta', text: 'Hm.' },
  { type: 'text-delta', text: 'I look.' },
  { type: 'tool-call-start', index: 0, id: 't', name: 'f' },
  { type: 'tool-call-delta', index: 0, argumentsText: '{"a":1}' },
  { type: 'tool-call', call: { id: 't', name: 'f', arguments: '{"a":1}' } },
  { type: 'end', reason: 'tool-calls', usage: fakeUsage, tokens: [] },
]

test('thoughts, text and calls are blocks of their own, streamed and not', async () => {
  const told = await Array.fromAsync(toMessageEvents(() => head, toBlocks(yieldEvents(events)), facts))
  const deltas = told.flatMap((event) => (event.type === 'content_block_delta' ? [event.delta] : []))
  expect(deltas).toEqual([
    { type: 'thinking_delta', thinking: 'Hm.' },
    { type: 'text_delta', text: 'I look.' },
    { type: 'input_json_delta', partial_json: '{"a":1}' },
  ])
  expect(told[0]).toMatchObject({ message: { usage: { input_tokens: 8, cache_read_input_tokens: 4, output_tokens: 0 } } })
  expect(told.map(({ type }) => type)).toEqual([
    'message_start',
    'ping',
    ...Array(3).fill(['content_block_start', 'content_block_delta', 'content_block_stop']).flat(),
    'message_delta',
    'message_stop',
  ])
  expect(toMessage(head, await readEnd(toBlocks(yieldEvents(events))), 100).content).toMatchObject([
    { type: 'thinking', thinking: 'Hm.' },
    { type: 'text', text: 'I look.' },
    { type: 'tool_use', id: 't', name: 'f', input: { a: 1 } },
  ])
})

test('a call that was cut off is not told in a whole answer', async () => {
  const cut = toBlocks(yieldEvents([...events.slice(3, 5), ...events.slice(-1)]))
  expect(toMessage(head, await readEnd(cut), 100).content).toEqual([])
})
