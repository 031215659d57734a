import { expect, test } from 'vitest'
import { parseBody } from '../shared/parse-body.ts'
import { messagesRequest } from './messages-request.ts'
import { toChatRequest, unseenByModel } from './to-chat-request.ts'

const user = { role: 'user', content: 'Hi.' }
const parse = (fields: object) => parseBody(messagesRequest, { model: 'canary', max_tokens: 9, messages: [user], ...fields }).request
const requestOf = (fields: object) => toChatRequest(parse(fields))

const result = { type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: 'x' }], is_error: true }

test('a transcript of blocks becomes messages', () => {
  const thinking = { type: 'thinking', thinking: 'Hm.', signature: '' }
  const use = { type: 'tool_use', id: 't', name: 'f', input: { a: 1 } }
  const messages = [
    user,
    { role: 'assistant', content: [thinking, { type: 'text', text: 'I look.' }, use] },
    { role: 'user', content: [result, { type: 'text', text: 'And' }, { type: 'text', text: ' now?' }] },
  ]
  expect(requestOf({ messages, system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }] }).messages).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hi.' },
    { role: 'assistant', content: 'I look.', reasoning: 'Hm.', toolCalls: [{ id: 't', name: 'f', arguments: '{"a":1}' }] },
    { role: 'tool', content: 'x', toolCallId: 't' },
    { role: 'user', content: 'And now?' },
  ])
  expect(unseenByModel(parse({ messages }))).toHaveLength(1)
  const redacted = { role: 'assistant', content: [{ type: 'redacted_thinking', data: 'x' }] }
  expect(unseenByModel(parse({ messages: [user, redacted, user] }))).toHaveLength(1)
  expect(unseenByModel(parse({}))).toEqual([])
})

test.each([
  { wire: { type: 'auto' }, core: { toolChoice: 'auto', parallelToolCalls: undefined } },
  { wire: { type: 'any', disable_parallel_tool_use: true }, core: { toolChoice: 'required', parallelToolCalls: false } },
  { wire: { type: 'tool', name: 'f', disable_parallel_tool_use: false }, core: { toolChoice: { name: 'f' }, parallelToolCalls: true } },
  { wire: { type: 'none' }, core: { toolChoice: 'none', parallelToolCalls: undefined } },
])('the choice of tools $wire is asked as $core', ({ wire, core }) => {
  expect(requestOf({ tool_choice: wire })).toMatchObject(core)
})

test.each([
  { wire: { type: 'disabled' }, reasoning: false },
  { wire: { type: 'enabled', budget_tokens: 8 }, reasoning: true },
  { wire: { type: 'adaptive' }, reasoning: undefined },
])('thinking $wire is asked as $reasoning', ({ wire, reasoning }) => {
  expect(requestOf({ thinking: wire }).reasoning).toBe(reasoning)
})
