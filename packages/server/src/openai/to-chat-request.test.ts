import { expect, test } from 'vitest'
import { chatCompletionRequest } from './chat-completion-request.ts'
import { toChatRequest } from './to-chat-request.ts'

const ask = (fields: object) =>
  toChatRequest(chatCompletionRequest.parse({ model: 'canary', messages: [{ role: 'user', content: 'Hi.' }], ...fields }))

test('every role reaches the engine, developer as system', () => {
  const call = { id: 'call_1', type: 'function', function: { name: 'add', arguments: '{"a":1}' } }
  const { messages } = ask({
    messages: [
      { role: 'developer', content: 'Be brief.' },
      { role: 'system', content: 'Be kind.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is ' },
          { type: 'text', text: '1 + 2?' },
        ],
      },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: '3' },
      { role: 'assistant', content: 'Three.' },
    ],
  })
  expect(messages).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'What is 1 + 2?' },
    { role: 'assistant', content: '', toolCalls: [{ id: 'call_1', name: 'add', arguments: '{"a":1}' }] },
    { role: 'tool', content: '3', toolCallId: 'call_1' },
    { role: 'assistant', content: 'Three.', toolCalls: undefined },
  ])
})

test('sampling, limits and stops keep their values', () => {
  expect(ask({ temperature: 0, top_p: 0.9, top_k: 5, min_p: 0.1, seed: 7, max_tokens: 9, stop: 'END' })).toMatchObject({
    sampling: { temperature: 0, topP: 0.9, topK: 5, minP: 0.1, seed: 7 },
    maxTokens: 9,
    stop: ['END'],
  })
})

test('null asks for nothing', () => {
  expect(ask({ temperature: null, max_tokens: null, stop: null, tools: null })).toMatchObject({
    sampling: { temperature: undefined },
    maxTokens: undefined,
    stop: undefined,
    tools: undefined,
  })
})

const tools = [{ type: 'function', function: { name: 'add', description: null, parameters: { type: 'object', properties: {} } } }]

test('tools keep their schema', () => {
  expect(ask({ tools }).tools).toEqual([
    { type: 'function', function: { name: 'add', description: undefined, parameters: { type: 'object', properties: {} } } },
  ])
})

test.each([{ tools: [] }, { tools, tool_choice: 'none' }])('%o shows the model no tools', (fields) => {
  expect(ask(fields).tools).toBeUndefined()
})
