import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { ChatRequest } from '../chat.ts'
import { renderChat } from './render-chat.ts'

const fixture = (name: string) => readFileSync(new URL(`../__fixtures__/${name}.jinja`, import.meta.url), 'utf8')
const format = { bosToken: '', eosToken: '', controlTokens: [], userDefinedTokens: [] }
const rendered = (chatTemplate: string, request: Partial<ChatRequest>) =>
  renderChat({ messages: [{ role: 'user', content: 'Is it raining?' }], sampling: {}, ...request }, { ...format, chatTemplate })
const textOf = (chatTemplate: string, request: Partial<ChatRequest> = {}) =>
  rendered(chatTemplate, request)
    .pieces.map(({ text }) => text)
    .join('')

// As DeepSeek first published it, without the switch.
const withoutSwitch = fixture('deepseek-r1-distill').replace("{% if not enable_thinking %}{{- '</think>' -}}{% endif %}", '')
const channels = '{#<|channel|>analysis<|message|>#}{{ messages[0].content }}<|start|>assistant'

test.each([
  { name: 'qwen3', template: fixture('qwen3'), ends: '<|im_start|>assistant\n<think>\n\n</think>\n\n' },
  { name: 'deepseek-r1-distill', template: fixture('deepseek-r1-distill'), ends: '<｜Assistant｜><think>\n</think>' },
  { name: 'deepseek-r1-distill without its switch', template: withoutSwitch, ends: '<｜Assistant｜><think>\n\n</think>\n\n' },
  { name: 'qwen2.5', template: fixture('qwen2.5'), ends: '<|im_start|>assistant\n' },
  { name: 'gpt-oss', template: channels, ends: '<|start|>assistant<|channel|>analysis<|message|><|end|><|start|>assistant' },
])('without reasoning, an answer follows the prompt of $name at once', ({ template, ends }) => {
  expect(textOf(template, { reasoning: false }).slice(-ends.length)).toBe(ends)
})

test('reasoning that a caller writes is left as it is', () => {
  const chatTemplate = "{{ messages[0]['content'] }}"
  const request = { messages: [{ role: 'user' as const, content: 'a <think>' }], reasoning: false }
  expect(textOf(chatTemplate, request)).toBe('a <think>')
})

test.each([
  {
    title: 'a system message that it folds into a turn',
    template: "{% for m in messages %}{{ raise_exception('no') if m.role == 'system' }}{{ m.content }}{% endfor %}",
    request: {
      messages: [
        { role: 'system', content: 'Be terse.' },
        { role: 'user', content: 'Hi' },
      ],
    },
    says: 'system messages',
  },
  {
    title: 'tools that it does not tell of',
    template: fixture('deepseek-r1-distill'),
    request: { tools: [{ type: 'function', function: { name: 'find' } }] },
    says: 'tools',
  },
  { title: 'reasoning that it does not know', template: fixture('qwen2.5'), request: { reasoning: true }, says: 'reasoning' },
  {
    title: 'an effort that it does not know',
    template: fixture('qwen2.5'),
    request: { reasoningEffort: 'high' },
    says: 'reasoning_effort "high"',
  },
  {
    title: 'a variable that it does not use',
    template: fixture('qwen2.5'),
    request: { templateArguments: { colour: 1 } },
    says: '"colour"',
  },
])('a caller is told of $title', ({ template, request, says }) => {
  expect(rendered(template, request as Partial<ChatRequest>).warnings).toEqual([expect.stringContaining(says)])
})

test('a caller is told nothing where all is used', () => {
  expect(rendered(fixture('qwen3'), { reasoning: false, templateArguments: { enable_thinking: false } }).warnings).toEqual([])
})
