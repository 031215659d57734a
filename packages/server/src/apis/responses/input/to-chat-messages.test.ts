import { expect, test } from 'vitest'
import type { InputItem } from './input-item.ts'
import { toChatMessages } from './to-chat-messages.ts'

const call = (id: string, status?: 'incomplete'): InputItem => ({ type: 'function_call', call_id: id, name: 'f', arguments: '{}', status })
const toolCall = (id: string) => ({ id, name: 'f', arguments: '{}' })
const message = (role: 'user' | 'assistant' | 'developer', content: Extract<InputItem, { type: 'message' }>['content']): InputItem => ({
  type: 'message',
  role,
  content,
})

test.each<{ why: string; items: InputItem[]; messages: unknown[] }>([
  { why: 'a developer is the system', items: [message('developer', 'a')], messages: [{ role: 'system', content: 'a' }] },
  {
    why: 'parts are joined as they are',
    items: [
      message('user', [
        { type: 'input_text', text: 'a' },
        { type: 'input_text', text: 'b' },
      ]),
    ],
    messages: [{ role: 'user', content: 'ab' }],
  },
  {
    why: 'calls join the turn before them',
    items: [message('assistant', 'a'), call('1'), call('2'), { type: 'function_call_output', call_id: '1', output: 'x' }],
    messages: [
      { role: 'assistant', content: 'a', toolCalls: [toolCall('1'), toolCall('2')] },
      { role: 'tool', content: 'x', toolCallId: '1' },
    ],
  },
  {
    why: 'a call without a turn before it is a turn of its own',
    items: [message('user', 'a'), { type: 'reasoning', summary: [] }, call('1')],
    messages: [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: '', toolCalls: [toolCall('1')] },
    ],
  },
  {
    why: 'a call that was cut off is left out',
    items: [message('user', 'a'), call('1', 'incomplete')],
    messages: [{ role: 'user', content: 'a' }],
  },
])('$why', ({ items, messages }) => {
  expect(toChatMessages(items)).toEqual(messages)
})
