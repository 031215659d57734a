import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeTemplate } from './describe-template.ts'

const fixture = (name: string) => readFileSync(new URL(`../__fixtures__/${name}.jinja`, import.meta.url), 'utf8')
const think = { open: '<think>', close: '</think>' }

test.each([
  { name: 'qwen2.5', reasoning: undefined, callOpen: '<tool_call>\n{"name": "', type: 'object', triggers: ['<tool_call>'] },
  { name: 'qwen3', reasoning: think, callOpen: '<tool_call>\n{"name": "', type: 'object', triggers: ['<tool_call>'] },
  { name: 'llama-3', reasoning: undefined, callOpen: '{"name": "', type: 'object', triggers: ['<|python_tag|>'] },
  { name: 'mistral-nemo', reasoning: undefined, callOpen: '{"name": "', type: 'object', triggers: ['[TOOL_CALLS]'] },
  { name: 'mistral-small-3.2', reasoning: undefined, callOpen: '[TOOL_CALLS]', type: 'named', triggers: ['[TOOL_CALLS]'] },
  {
    name: 'deepseek-r1-distill',
    reasoning: think,
    callOpen: '<｜tool▁call▁begin｜>function<｜tool▁sep｜>',
    type: 'named',
    triggers: ['<｜tool▁calls▁begin｜>'],
  },
])('what a model of $name writes is found from its template', ({ name, reasoning, callOpen, type, triggers }) => {
  const { syntax } = describeTemplate(fixture(name))
  expect(syntax.reasoning).toEqual(reasoning)
  expect(syntax.calls).toMatchObject({ callOpen, body: { type }, triggers })
})

test.each([
  { title: 'text only', template: '{% for m in messages %}{{ m.content }}{% endfor %}', traits: { contentAsParts: false, partsOf: [] } },
  {
    title: 'parts only',
    template: '{% for m in messages %}{% for p in m.content %}{{ p.text }}{% endfor %}{% endfor %}',
    traits: { contentAsParts: true },
  },
  {
    title: 'no system',
    template: "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no') }}{% endif %}{{ m.content }}{% endfor %}",
    traits: { hasSystem: false },
  },
  {
    title: 'a switch',
    template: "{{ messages[0].content }}{% if thinking_mode == 'disabled' %}quick{% endif %}{# 'enabled' #}",
    traits: { switches: { on: { thinking_mode: 'enabled' }, off: { thinking_mode: 'disabled' } } },
  },
  {
    title: 'levels of effort',
    template: "{{ messages[0].content }}{{ reasoning_effort | default('medium') }}",
    traits: { efforts: { told: ['minimal', 'low', 'medium', 'high', 'xhigh', 'max'], refused: [] } },
  },
  {
    title: 'a loop over tools that are none',
    template: '{% for t in tools %}{{ t }}{% endfor %}{{ messages[0].content }}',
    traits: { noToolsAs: 'empty', problem: undefined },
  },
  { title: 'nothing that renders', template: "{{ raise_exception('never') }}", traits: { problem: expect.stringContaining('never') } },
])('a template that takes $title is found to', ({ template, traits }) => {
  expect(describeTemplate(template).traits).toMatchObject(traits)
})

test('calls that are not read back as they were rendered are not known', () => {
  const template = `{{ tools }}{% for m in messages %}[{{ m.role }}]{{ m.content }}{% for c in m.tool_calls or [] %}<call>{{ c.function.name[:3] }} {{ c.function.name }} {{ c.function.arguments | tojson | replace('more', 'less') }}{% endfor %}{% endfor %}`
  expect(describeTemplate(template).syntax.calls).toBeUndefined()
})
