import type { ChatEvent } from '@honestai/core'
import { expect, test } from 'vitest'
import { fakeEvents, fakeUsage, openedChat } from '../../../testing/fake-router.ts'
import { toChatCompletionChunks } from './to-chat-completion-chunks.ts'

const stream = (events: ChatEvent[], { includeUsage = false, choices = 1 } = {}) =>
  Array.fromAsync(toChatCompletionChunks(openedChat(events), { includeUsage, choices }))
const honestai = { model: 'canary', reason: 'named by the request' }
const start: ChatEvent = { type: 'start', promptTokens: 12, cachedTokens: 4 }
const end: ChatEvent = { type: 'end', reason: 'stop', usage: fakeUsage, tokens: [] }

test('a stream is role, texts, finish, each with the same head', async () => {
  const chunks = await stream(fakeEvents)
  const head = {
    id: chunks[0]?.id,
    object: 'chat.completion.chunk',
    created: chunks[0]?.created,
    model: 'canary',
    service_tier: 'default',
    system_fingerprint: expect.stringMatching(/^honestai-/),
  }
  const choice = (delta: object, finish_reason: string | null = null) => [{ index: 0, delta, logprobs: null, finish_reason }]
  expect(chunks).toEqual([
    { ...head, choices: choice({ role: 'assistant', content: '', refusal: null }) },
    { ...head, choices: choice({ content: 'Par' }) },
    { ...head, choices: choice({ content: 'is.' }) },
    { ...head, choices: choice({}, 'stop'), honestai },
  ])
})

test('usage comes last, alone, and every chunk before it says null', async () => {
  const chunks = await stream(fakeEvents, { includeUsage: true })
  expect(chunks.slice(0, -1).map((chunk) => [chunk.usage, 'honestai' in chunk])).toEqual(Array(4).fill([null, false]))
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 }, honestai })
})

test('a tool call is told with its name, then with its arguments piece by piece', async () => {
  const chunks = await stream([
    start,
    { type: 'tool-call-start', index: 0, id: 'a', name: 'add' },
    { type: 'tool-call-delta', index: 0, argumentsText: '{"b"' },
    { type: 'tool-call-delta', index: 0, argumentsText: ':1}' },
    { type: 'tool-call', call: { id: 'a', name: 'add', arguments: '{"b":1}' } },
    { type: 'tool-call-start', index: 1, id: 'c', name: 'sub' },
    { type: 'end', reason: 'tool-calls', usage: fakeUsage, tokens: [] },
  ])
  expect(chunks.slice(1, -1).map((chunk) => chunk.choices[0]?.delta)).toEqual([
    { tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'add', arguments: '' } }] },
    { tool_calls: [{ index: 0, function: { arguments: '{"b"' } }] },
    { tool_calls: [{ index: 0, function: { arguments: ':1}' } }] },
    { tool_calls: [{ index: 1, id: 'c', type: 'function', function: { name: 'sub', arguments: '' } }] },
  ])
  expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls')
})

test('several answers have an index each, from their role to their end', async () => {
  const choices = (['stop', 'length'] as const).map((reason) => ({ reason, tokens: [] }))
  const chunks = await stream(
    [start, { type: 'text-delta', text: 'b', choice: 1 }, { type: 'text-delta', text: 'a', choice: 0 }, { ...end, choices }],
    { choices: 2 },
  )
  const told = chunks.map(({ choices: [choice] }) => [choice?.index, choice?.delta.content ?? choice?.finish_reason])
  expect(told).toEqual([
    [0, ''],
    [1, ''],
    [1, 'b'],
    [0, 'a'],
    [0, 'stop'],
    [1, 'length'],
  ])
  expect(chunks.map((chunk) => 'honestai' in chunk)).toEqual([false, false, false, false, false, true])
})

test('log probabilities come with their text', async () => {
  const token = { id: 1, text: 'Par', bytes: [80, 97, 114], logprob: -0.5 }
  const [, chunk] = await stream([start, { type: 'text-delta', text: 'Par', logprobs: [{ ...token, top: [token] }] }, end])
  const told = { token: 'Par', bytes: [80, 97, 114], logprob: -0.5 }
  expect(chunk?.choices[0]?.logprobs).toEqual({ content: [{ ...told, top_logprobs: [told] }], refusal: null })
})

test('events without an end are an error', async () => {
  await expect(stream([start, { type: 'text-delta', text: 'Par' }])).rejects.toThrow('without an end event')
})
