import type { ChatEvent } from '@honestai/core'
import { expect, test } from 'vitest'
import { fakeEvents, fakeUsage, openedChat } from '../../../testing/fake-router.ts'
import { toChatCompletion } from './to-chat-completion.ts'

const complete = (events: ChatEvent[]) => toChatCompletion(openedChat(events, ['Mind this.']))
const end = (reason: 'stop' | 'length' | 'tool-calls'): ChatEvent => ({ type: 'end', reason, usage: fakeUsage, tokens: [] })

test('a text answer has the shape of OpenAI and says who answered', async () => {
  expect(await complete(fakeEvents)).toEqual({
    id: expect.stringMatching(/^chatcmpl-[0-9a-f]{32}$/),
    object: 'chat.completion',
    created: expect.any(Number),
    model: 'canary',
    service_tier: 'default',
    system_fingerprint: expect.stringMatching(/^honestai-/),
    choices: [{ index: 0, message: { role: 'assistant', content: 'Paris.', refusal: null }, logprobs: null, finish_reason: 'stop' }],
    usage: {
      prompt_tokens: 12,
      completion_tokens: 3,
      total_tokens: 15,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 0 },
    },
    honestai: { model: 'canary', reason: 'named by the request', warnings: ['Mind this.'] },
  })
})

test('reasoning and tool calls have their own fields', async () => {
  const { choices } = await complete([
    { type: 'reasoning-delta', text: 'Hm.' },
    { type: 'tool-call', call: { id: 'call_1', name: 'add', arguments: '{}' } },
    end('tool-calls'),
  ])
  expect(choices[0]).toMatchObject({
    finish_reason: 'tool_calls',
    message: {
      content: null,
      reasoning_content: 'Hm.',
      tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'add', arguments: '{}' } }],
    },
  })
})

test('several answers keep apart, also one that says nothing', async () => {
  const choices = (['length', 'stop', 'stop'] as const).map((reason) => ({ reason, tokens: [] }))
  const answer = await complete([
    { type: 'text-delta', text: 'b', choice: 1 },
    { type: 'text-delta', text: 'a', choice: 0 },
    { type: 'text-delta', text: 'b', choice: 1 },
    { type: 'end', reason: 'length', usage: fakeUsage, tokens: [], choices },
  ])
  expect(answer.choices.map(({ index, message, finish_reason: reason }) => [index, message.content, reason])).toEqual([
    [0, 'a', 'length'],
    [1, 'bb', 'stop'],
    [2, '', 'stop'],
  ])
})

test('log probabilities of the text are gathered', async () => {
  const token = (text: string) => ({ id: 1, text, bytes: [...Buffer.from(text)], logprob: -1, top: [] })
  const { choices } = await complete([
    { type: 'text-delta', text: 'Par', logprobs: [token('Par')] },
    { type: 'text-delta', text: 'is', logprobs: [token('is')] },
    end('stop'),
  ])
  expect(choices[0]?.logprobs?.content.map(({ token }) => token)).toEqual(['Par', 'is'])
})

test('an answer cut at its token limit says so', async () => {
  expect((await complete([end('length')])).choices[0]).toMatchObject({ message: { content: '' }, finish_reason: 'length' })
})

test('events without an end are an error, not half an answer', async () => {
  await expect(complete([{ type: 'text-delta', text: 'Par' }])).rejects.toThrow('without an end event')
})
