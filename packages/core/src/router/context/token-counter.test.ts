import { expect, test } from 'vitest'
import type { ChatRequest, ToolDefinition } from '../../chat/chat.ts'
import { createFakeEngine } from '../../engine/contract/fake-engine.ts'
import { estimatingCounter, exactCounter } from './token-counter.ts'

const sampling = {}
const text = 'a text of some length'
const messages: ChatRequest['messages'] = [{ role: 'user', content: text }]
const call = { id: '1', name: 'weather', arguments: '{"city":"Rome"}' }
const tool: ToolDefinition = { type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }
const estimate = estimatingCounter(100)

test('a model counts by its own tokenizer and template', async () => {
  const engine = createFakeEngine()
  const counter = exactCounter(engine)
  expect(counter).toMatchObject({ estimated: false, contextSize: engine.facts.contextSize })
  expect(await counter.countText(text)).toBe((await engine.tokenize(text)).length)
  expect(await counter.countPrompt({ messages, sampling })).toBe((await engine.promptTokens({ messages, sampling })).length)
})

test('an estimate says that it is one, and counts a message with what a template puts around it', async () => {
  expect(estimate).toMatchObject({ estimated: true, contextSize: 100 })
  expect(await estimate.countPrompt({ messages, sampling })).toBe((await estimate.countText(text)) + 12)
})

test.each<{ title: string; request: ChatRequest; more: unknown }>([
  {
    title: 'the calls of an assistant',
    request: { messages: [...messages, { role: 'assistant', content: '', toolCalls: [call] }], sampling },
    more: call,
  },
  { title: 'tools', request: { messages: [...messages, { role: 'assistant', content: '' }], tools: [tool], sampling }, more: tool },
])('$title count too', async ({ request, more }) => {
  const plain = await estimate.countPrompt({ messages: [...messages, { role: 'assistant', content: '' }], sampling })
  expect(await estimate.countPrompt(request)).toBe(plain + (await estimate.countText(JSON.stringify(more))))
})

test('a prompt of tokens is counted, one of text is estimated, and neither has a template around it', async () => {
  expect(await estimate.countPrompt({ messages: [], prompt: [1, 2, 3], sampling })).toBe(3)
  expect(await estimate.countPrompt({ messages: [], prompt: text, sampling })).toBe(await estimate.countText(text))
})
