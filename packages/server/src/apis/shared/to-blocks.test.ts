import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatMetadata } from '../../chat/chat-metadata.ts'
import type { OpenedChatEvent } from '../../chat/open-chat.ts'
import { fakeUsage, yieldEvents } from '../../testing/fake-router.ts'
import { toBlocks } from './to-blocks.ts'

const metadata: ChatMetadata = { model: 'canary', reason: 'named by the request' }
const start: OpenedChatEvent = { type: 'start', promptTokens: 12, cachedTokens: 4, metadata }
const end: OpenedChatEvent = { type: 'end', reason: 'stop', usage: fakeUsage, tokens: [], metadata }
const call: OpenedChatEvent[] = [
  { type: 'tool-call-start', index: 0, id: 'call_1', name: 'weather' },
  { type: 'tool-call-delta', index: 0, argumentsText: '{"city":' },
  { type: 'tool-call-delta', index: 0, argumentsText: '"Paris"}' },
  { type: 'tool-call', call: { id: 'call_1', name: 'weather', arguments: '{"city":"Paris"}' } },
]
const blocksOf = async (...events: OpenedChatEvent[]) => (await Array.fromAsync(toBlocks(yieldEvents(events)))).at(-1)

test('runs of one kind are one block, told in order', async () => {
  const events: OpenedChatEvent[] = [
    { type: 'reasoning-delta', text: 'Hm' },
    { type: 'reasoning-delta', text: '.' },
    { type: 'text-delta', text: 'I look.' },
    ...call,
    end,
  ]
  const told = await Array.fromAsync(toBlocks(yieldEvents(events)))
  expect(told.map((event) => ('index' in event ? `${event.index} ${event.type}` : event.type))).toEqual([
    '0 block-start',
    '0 block-delta',
    '0 block-delta',
    '0 block-end',
    '1 block-start',
    '1 block-delta',
    '1 block-end',
    '2 block-start',
    '2 block-delta',
    '2 block-delta',
    '2 block-end',
    'end',
  ])
  expect(told.at(-1)).toMatchObject({
    blocks: [
      { kind: 'reasoning', text: 'Hm.' },
      { kind: 'text', text: 'I look.' },
      { kind: 'tool-call', text: '{"city":"Paris"}', complete: true },
    ],
  })
})

test('a call that was given up ends incomplete, and what comes next is a block of its own', async () => {
  const given: OpenedChatEvent = { type: 'text-delta', text: '<tool_call>' }
  expect(await blocksOf(...call.slice(0, 2), given, end)).toMatchObject({
    blocks: [
      { kind: 'tool-call', complete: false },
      { kind: 'text', text: '<tool_call>' },
    ],
  })
})

test('two calls are two blocks', async () => {
  expect(await blocksOf(...call, ...call, end)).toMatchObject({ blocks: [{ complete: true }, { complete: true }] })
})

test('an answer without an end is a fault', async () => {
  await expect(blocksOf({ type: 'text-delta', text: 'Par' })).rejects.toThrow('without an end')
})

const someText = fc.string({ minLength: 1, maxLength: 4 })
const someCall = fc
  .tuple(fc.array(someText, { maxLength: 3 }), fc.boolean())
  .map(([parts, whole]): OpenedChatEvent[] => [
    { type: 'tool-call-start', index: 0, id: 'call_1', name: 'f' },
    ...parts.map((argumentsText): OpenedChatEvent => ({ type: 'tool-call-delta', index: 0, argumentsText })),
    ...(whole ? [{ type: 'tool-call' as const, call: { id: 'call_1', name: 'f', arguments: parts.join('') } }] : []),
  ])
const someEvents = fc
  .array(
    fc.oneof(
      someText.map((text): OpenedChatEvent[] => [{ type: 'text-delta', text }]),
      someText.map((text): OpenedChatEvent[] => [{ type: 'reasoning-delta', text }]),
      someCall,
    ),
  )
  .map((parts) => [start, ...parts.flat(), end])

test('whatever comes, blocks do not overlap, and the deltas of each spell it', async () => {
  await fc.assert(
    fc.asyncProperty(someEvents, async (events) => {
      const open: number[] = []
      const spelled: string[] = []
      for await (const event of toBlocks(yieldEvents(events))) {
        if (event.type === 'block-start') open.push(spelled.push('') - 1)
        if (event.type === 'block-delta') spelled[event.index] += event.text
        if ('index' in event) expect(open).toEqual([event.index])
        if (event.type === 'block-end') open.pop()
        if (event.type === 'end') expect([open, event.blocks.map(({ text }) => text)]).toEqual([[], spelled])
      }
    }),
  )
})
