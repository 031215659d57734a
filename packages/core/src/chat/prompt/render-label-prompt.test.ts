import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { renderLabelPrompt } from './render-label-prompt.ts'

const fixture = (name: string) => readFileSync(new URL(`../__fixtures__/${name}.jinja`, import.meta.url), 'utf8')
const format = { bosToken: '', eosToken: '', controlTokens: [], userDefinedTokens: [] }
const textOf = (chatTemplate: string, content = 'Is it raining?') =>
  renderLabelPrompt({ messages: [{ role: 'user', content }] }, { ...format, chatTemplate })
    .map(({ text }) => text)
    .join('')

// As DeepSeek first published it, without the switch.
const withoutSwitch = fixture('deepseek-r1-distill').replace("{% if not enable_thinking %}{{- '</think>' -}}{% endif %}", '')

test.each([
  { name: 'qwen3', template: fixture('qwen3'), ends: '<|im_start|>assistant\n<think>\n\n</think>\n\n' },
  { name: 'deepseek-r1-distill', template: fixture('deepseek-r1-distill'), ends: '<｜Assistant｜><think>\n</think>' },
  { name: 'deepseek-r1-distill without its switch', template: withoutSwitch, ends: '<｜Assistant｜><think>\n\n</think>\n\n' },
  { name: 'qwen2.5', template: fixture('qwen2.5'), ends: '<|im_start|>assistant\n' },
])('a label follows the prompt of $name at once', ({ template, ends }) => {
  expect(textOf(template).slice(-ends.length)).toBe(ends)
})

test('reasoning that a caller writes is left as it is', () => {
  const chatTemplate = "{{ messages[0]['content'] }}"
  const controlled = renderLabelPrompt(
    { messages: [{ role: 'user', content: 'a <think>' }] },
    { ...format, chatTemplate, controlTokens: ['<think>'] },
  )
  expect(controlled.map(({ text }) => text).join('')).toBe('a <think>')
})
