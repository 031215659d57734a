import type { ChatEvent } from '@honestai/core'
import { expect, test } from 'vitest'
import { fakeUsage, openedChat } from '../../testing/fake-router.ts'
import { readEnd } from '../shared/read-end.ts'
import { toBlocks } from '../shared/to-blocks.ts'
import { toMessage } from './to-message.ts'
import { toMessageEvents } from './to-message-events.ts'

const events: ChatEvent[] = [
  { type: 'start', promptTokens: 12, cachedTokens: 4 },
  { type: 'reasoning-delta', text: 'Hm.' },
  { type: 'text-delta', text: 'I look.' },
  { type: 'tool-call-start', index: 0, id: 't', name: 'f' },
  { type: 'tool-call-delta', index: 0, argumentsText: '{"a":1}' },
  { type: 'tool-call', call: { id: 't', name: 'f', arguments: '{"a":1}' } },
  { type: 'end', reason: 'tool-calls', usage: fakeUsage, tokens: [] },
]

const blocksOf = (events: ChatEvent[]) => toBlocks(openedChat(events).events)

test('thoughts, text and calls are blocks of their own, streamed and not', async () => {
  const told = await Array.fromAsync(toMessageEvents(blocksOf(events), 100))
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
  expect(toMessage(await readEnd(blocksOf(events)), 100).content).toMatchObject([
    { type: 'thinking', thinking: 'Hm.' },
    { type: 'text', text: 'I look.' },
    { type: 'tool_use', id: 't', name: 'f', input: { a: 1 } },
  ])
})

test('a call that was cut off is not told in a whole answer', async () => {
  const cut = blocksOf([...events.slice(3, 5), ...events.slice(-1)])
  expect(toMessage(await readEnd(cut), 100).content).toEqual([])
})
