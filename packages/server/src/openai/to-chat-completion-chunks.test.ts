import type { ChatEvent } from '@honestai/core'
import { expect, test } from 'vitest'
import { fakeEvents, fakeUsage, yieldEvents } from '../fake-router.ts'
import { toChatCompletionChunks } from './to-chat-completion-chunks.ts'

const answer = { id: 'chatcmpl-1', created: 1, decision: { model: 'canary', reason: 'named by the request' } as const, warnings: [] }
const stream = (events: ChatEvent[], includeUsage = false) =>
  Array.fromAsync(toChatCompletionChunks(answer, yieldEvents(events), { includeUsage }))
const honestai = { model: 'canary', reason: 'named by the request' }

test('a stream is role, texts, finish', async () => {
  const chunks = await stream(fakeEvents)
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'canary' }
  const choice = (delta: object, finish_reason: string | null = null) => [{ index: 0, delta, logprobs: null, finish_reason }]
  expect(chunks).toEqual([
    { ...head, choices: choice({ role: 'assistant', content: '', refusal: null }) },
    { ...head, choices: choice({ content: 'Par' }) },
    { ...head, choices: choice({ content: 'is.' }) },
    { ...head, choices: choice({}, 'stop'), honestai },
  ])
})

test('usage comes last, alone, and every chunk before it says null', async () => {
  const chunks = await stream(fakeEvents, true)
  expect(chunks.slice(0, -1).map((chunk) => [chunk.usage, 'honestai' in chunk])).toEqual(Array(4).fill([null, false]))
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 }, honestai })
})

test('tool calls are numbered in their order', async () => {
  const call = (id: string): ChatEvent => ({ type: 'tool-call', call: { id, name: 'add', arguments: '{}' } })
  const chunks = await stream([call('a'), call('b'), { type: 'end', reason: 'tool-calls', usage: fakeUsage, tokens: [] }])
  expect(chunks.slice(1, 3).map((chunk) => chunk.choices[0]?.delta)).toEqual([
    { tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'add', arguments: '{}' } }] },
    { tool_calls: [{ index: 1, id: 'b', type: 'function', function: { name: 'add', arguments: '{}' } }] },
  ])
  expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls')
})

test('events without an end are an error', async () => {
  await expect(stream([{ type: 'text-delta', text: 'Par' }])).rejects.toThrow('without an end event')
})
