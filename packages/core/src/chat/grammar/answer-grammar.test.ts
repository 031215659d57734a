import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { getLlama, LlamaLogLevel } from 'node-llama-cpp'
import { beforeAll, describe, expect, test } from 'vitest'
import { printGrammar } from '../../grammar/gbnf/print-grammar.ts'
import { matchesGrammar, sampleGrammar } from '../../grammar/gbnf/sample-grammar.ts'
import type { ChatRequest, ToolDefinition } from '../chat.ts'
import { describeTemplate } from '../family/describe-template.ts'
import { type OutputFormat, outputFormatOf, plainSyntax } from '../output/output-format.ts'
import { OutputParser } from '../output/output-parser.ts'
import { answerGrammar } from './answer-grammar.ts'

const parameters = { type: 'object', properties: { city: { type: 'string', maxLength: 20 }, days: { enum: [1, 2] } }, required: ['city'] }
const tools: ToolDefinition[] = [
  { type: 'function', function: { name: 'find', parameters } },
  { type: 'function', function: { name: 'stop' } },
]
const request: ChatRequest = { messages: [], sampling: {}, tools }
const fixture = (name: string) => readFileSync(new URL(`../__fixtures__/${name}.jinja`, import.meta.url), 'utf8')
const syntaxOf = (name: string) => describeTemplate(fixture(name)).syntax
const think = { open: '<think>', close: '</think>' }
const format = (overrides: Partial<OutputFormat> = {}): OutputFormat => ({ ...outputFormatOf(plainSyntax, '', tools), ...overrides })
const hermes = format({ calls: syntaxOf('qwen2.5').calls })

function grammarOf(wanted: Partial<ChatRequest>, output = format()) {
  const grammar = answerGrammar({ ...request, ...wanted }, output, 'canary')
  if (!grammar) throw new Error('expected a grammar')
  const [root = ''] = grammar.keys()
  return { grammar, root, matches: (text: string) => matchesGrammar(grammar, text, root) }
}

/** Templates in a few lines that write calls as others do than the fixtures. */
const written: Record<string, string> = {
  'tagged parameters': writing(
    '<tool_call>\n<function={{ c.function.name }}>\n{% for k, v in c.function.arguments.items() %}<parameter={{ k }}>\n{{ v if v is string else v | tojson }}\n</parameter>\n{% endfor %}</function>\n</tool_call>\n',
  ),
  'keys and values': writing(
    '<tool_call>{{ c.function.name }}{% for k, v in c.function.arguments.items() %}<arg_key>{{ k }}</arg_key><arg_value>{{ v if v is string else v | tojson }}</arg_value>{% endfor %}</tool_call>',
  ),
  'literals of a language': writing(
    "<|tool_call>call:{{ c.function.name }}{{ '{' }}{% for k, v in c.function.arguments.items() %}{{ ',' if not loop.first }}{{ k }}:{% if v is string %}<|\"|>{{ v }}<|\"|>{% else %}{{ v | tojson }}{% endif %}{% endfor %}}<tool_call|>",
  ),
  'names as keys': writing(
    '{"{{ c.function.name }}": {{ c.function.arguments | tojson }}}',
    '<|tools_prefix|>[',
    ', ',
    ']<|tools_suffix|>',
  ),
  channels: '{#<|channel|>analysis<|message|> <|start|>assistant#}{{ messages[0].content }}{{ tools | tojson if tools }}',
}

function writing(call: string, open = '', between = '', close = ''): string {
  const calls = `{% if m.tool_calls %}${open}{% for c in m.tool_calls %}${call}{{ '${between}' if not loop.last }}{% endfor %}${close}{% endif %}`
  return `{{ tools | tojson if tools }}{% for m in messages %}<|{{ m.role }}|>{{ m.content }}${calls}<|end|>{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}`
}

const families = ['qwen2.5', 'qwen3', 'llama-3', 'mistral-nemo', 'mistral-small-3.2', 'deepseek-r1-distill', ...Object.keys(written)]

describe.each(families)('calls as %s writes them', (family) => {
  const output = format(describeTemplate(written[family] ?? fixture(family)).syntax)

  let isTaken: (gbnf: string, rootRuleName: string, text: string) => Promise<boolean>
  beforeAll(async () => {
    const llama = await getLlama({ build: 'never', skipDownload: true, progressLogs: false, logLevel: LlamaLogLevel.disabled })
    isTaken = async (grammar, rootRuleName, text) => {
      const compiled = await llama.createGrammar({ grammar, rootRuleName })
      return (compiled as unknown as { _testText(text: string): boolean })._testText(text)
    }
  })

  test('are read back as the calls they are, with arguments that meet the parameters', async () => {
    const { grammar, root } = grammarOf({ toolChoice: 'required' }, output)
    const random = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
    const texts = fc.sample(random, 40).map((numbers) => sampleGrammar(grammar, () => numbers.next().value, root))
    for (const text of texts) {
      const parser = new OutputParser(output)
      const events = [...parser.push(text), ...parser.end()]
      const called = events.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []))
      expect(called.length, text).toBeGreaterThan(0)
      expect(events.filter((event) => event.type === 'text-delta')).toEqual([])
      for (const call of called) {
        const given = JSON.parse(call.arguments)
        if (call.name === 'find') expect(given).toMatchObject({ city: expect.any(String) })
        else expect([call.name, given]).toEqual(['stop', {}])
      }
      expect(await isTaken(printGrammar(grammar), root, text), text).toBe(true)
    }
  })

  test('are of the named tool alone, and one', () => {
    const { grammar, root } = grammarOf({ toolChoice: { name: 'stop' } }, output)
    const text = sampleGrammar(grammar, () => 0.99, root)
    const parser = new OutputParser(output)
    const called = [...parser.push(text), ...parser.end()].flatMap((event) => (event.type === 'tool-call' ? [event.call.name] : []))
    expect(called).toEqual(['stop'])
  })
})

test('reasoning comes before the form, free but for its end', () => {
  const json = { responseFormat: { type: 'json-schema', schema: { const: 1 } } } as const
  const may = grammarOf(json, format({ reasoning: think, tools: [] }))
  expect(['1', '<think>\nHm </ </thin< </think>\n\n1', '<think></think>1'].map(may.matches)).toEqual([true, true, true])
  expect(['<think>1', '<think></think>x1', '</think>1'].map(may.matches)).toEqual([false, false, false])
  const must = grammarOf(json, format({ reasoning: think, startsReasoning: true, tools: [] }))
  expect(['Hm <<</think>1', '1'].map(must.matches)).toEqual([true, false])
})

test('tools are refused where nobody knows how the model would call them', () => {
  for (const toolChoice of ['auto', 'required'] as const) {
    expect(() => answerGrammar({ ...request, toolChoice }, format(), 'canary')).toThrow(
      expect.objectContaining({ code: 'model_lacks_ability', details: expect.objectContaining({ ability: 'call tools' }) }),
    )
  }
  expect(answerGrammar({ ...request, toolChoice: 'none' }, format({ tools: [] }), 'canary')).toBeUndefined()
})

test('where tools are offered, a call may come in place of the form', () => {
  const { matches } = grammarOf({ responseFormat: { type: 'json-object' } }, hermes)
  expect(matches('{"a": [1]}')).toBe(true)
  expect(matches('<tool_call>\n{"name": "stop", "arguments": {}}\n</tool_call>')).toBe(true)
  expect(matches('text')).toBe(false)
})

test('rules of a caller do not meet ours, whatever their names', () => {
  const gbnf = 'root ::= answer json-string reasoning-0\nanswer ::= "a"\njson-string ::= "b"\nreasoning-0 ::= "c"'
  const { matches } = grammarOf({ responseFormat: { type: 'grammar', gbnf } }, { ...hermes, reasoning: think })
  expect(['abc', '<think>x</think>\nabc', 'answer'].map(matches)).toEqual([true, true, false])
})

test.each([
  {
    wanted: { responseFormat: { type: 'json-schema', schema: { not: {} } } },
    code: 'schema_unsupported',
    details: { param: 'response_format', pointer: '#/not' },
  },
  {
    wanted: {
      tools: [...tools, { type: 'function', function: { name: 'x', parameters: { properties: { a: { if: 1 } } } } }],
      toolChoice: 'required',
    },
    code: 'schema_unsupported',
    details: { param: 'tools[2].function.parameters', pointer: '#/properties/a/if' },
  },
  {
    wanted: { responseFormat: { type: 'grammar', gbnf: 'root ::= "a"\nb ::= c' } },
    code: 'grammar_invalid',
    details: { reason: expect.stringContaining('line 2, "b ::= c"') },
  },
] as const)('what cannot be kept is $code', ({ wanted, code, details }) => {
  expect(() => grammarOf(wanted as Partial<ChatRequest>, hermes)).toThrow(
    expect.objectContaining({ code, details: expect.objectContaining(details) }),
  )
})

test('a call demanded of a model whose family is not known is refused', () => {
  expect(() => grammarOf({ toolChoice: 'required' })).toThrow(expect.objectContaining({ code: 'model_lacks_ability' }))
})

test('nothing demanded, nothing constrained', () => {
  expect(answerGrammar(request, hermes, 'canary')).toBeUndefined()
})
