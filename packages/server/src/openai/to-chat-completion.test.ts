import type { ChatEvent } from '@honestai/core'
import { expect, test } from 'vitest'
import { fakeEvents, fakeUsage, yieldEvents } from '../fake-router.ts'
import { toChatCompletion } from './to-chat-completion.ts'

const answer = { id: 'chatcmpl-1', created: 1, decision: { model: 'canary', reason: 'first that can' }, warnings: ['Mind this.'] } as const
const complete = (events: ChatEvent[]) => toChatCompletion({ ...answer, warnings: [...answer.warnings] }, yieldEvents(events))
const end = (reason: 'stop' | 'length' | 'tool-calls'): ChatEvent => ({ type: 'end', reason, usage: fakeUsage, tokens: [] })

test('a text answer has the shape of OpenAI and says who answered', async () => {
  expect(await complete(fakeEvents)).toEqual({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'canary',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Paris.', refusal: null }, logprobs: null, finish_reason: 'stop' }],
    usage: {
      prompt_tokens: 12,
      completion_tokens: 3,
      total_tokens: 15,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 0 },
    },
    honestai: { model: 'canary', reason: 'first that can', warnings: ['Mind this.'] },
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

test('an answer cut at its token limit says so', async () => {
  expect((await complete([end('length')])).choices[0]).toMatchObject({ message: { content: '' }, finish_reason: 'length' })
})

test('events without an end are an error, not half an answer', async () => {
  await expect(complete([{ type: 'text-delta', text: 'Par' }])).rejects.toThrow('without an end event')
})
