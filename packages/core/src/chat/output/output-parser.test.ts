import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ToolDefinition } from '../chat.ts'
import { describeTemplate } from '../family/describe-template.ts'
import { type OutputFormat, outputFormatOf, plainSyntax } from './output-format.ts'
import { OutputParser } from './output-parser.ts'

const fixture = (name: string) => readFileSync(new URL(`../__fixtures__/${name}.jinja`, import.meta.url), 'utf8')
const syntaxOf = (name: string) => describeTemplate(fixture(name)).syntax
const offered = ['a', 'b', 'find'].map((name): ToolDefinition => ({ type: 'function', function: { name } }))
const named = {
  ...syntaxOf('mistral-small-3.2'),
  calls: { ...callsOf('mistral-small-3.2'), body: { type: 'named', afterName: '[ARGS]' } as const },
}
const syntaxes = {
  hermes: syntaxOf('qwen2.5'),
  'llama-3': syntaxOf('llama-3'),
  mistral: syntaxOf('mistral-nemo'),
  'mistral-named': named,
  'mistral-identified': syntaxOf('mistral-small-3.2'),
}
type Syntax = keyof typeof syntaxes

function callsOf(name: string) {
  const { calls } = syntaxOf(name)
  if (!calls) throw new Error(`No calls were derived from ${name}.`)
  return calls
}

const everything: OutputFormat = outputFormatOf(syntaxOf('qwen3'), '', offered)
const plain: OutputFormat = outputFormatOf(plainSyntax, '', [])
const call = (name: string, args: object) => `<tool_call>\n${JSON.stringify({ name, arguments: args })}\n</tool_call>`

function parse(pieces: readonly string[], format = everything) {
  const parser = new OutputParser(format)
  const events = [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()]
  const textOf = (type: 'text-delta' | 'reasoning-delta') => events.map((event) => (event.type === type ? event.text : '')).join('')
  const calls = events.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []))
  for (const { id, name, arguments: text } of calls) {
    // A whole call is what was told of it before.
    const start = events.find((event) => event.type === 'tool-call-start' && event.id === id)
    expect(start).toMatchObject({ name })
    const index = start?.type === 'tool-call-start' ? start.index : undefined
    const streamed = events.map((event) => (event.type === 'tool-call-delta' && event.index === index ? event.argumentsText : ''))
    expect(streamed.join('')).toBe(text)
  }
  return {
    content: textOf('text-delta'),
    reasoning: textOf('reasoning-delta'),
    calls: calls.map((one) => ({ name: one.name, arguments: one.arguments })),
  }
}

const inFormat = (syntax: Syntax): OutputFormat => outputFormatOf(syntaxes[syntax], '', offered)

test.each([
  {
    syntax: 'llama-3',
    output: '{"name": "find", "parameters": {"city": "Oslo"}}',
    calls: [{ name: 'find', arguments: '{"city": "Oslo"}' }],
  },
  {
    syntax: 'llama-3',
    output: '<|python_tag|>{"name": "find", "parameters": {}}; {"name": "a"}',
    calls: [
      { name: 'find', arguments: '{}' },
      { name: 'a', arguments: '{}' },
    ],
  },
  {
    syntax: 'llama-3',
    output: '{"type": "function", "name": "find", "parameters": "{\\"x\\": 1}"}',
    calls: [{ name: 'find', arguments: '{"x": 1}' }],
  },
  { syntax: 'llama-3', output: '{"name": "unknown", "parameters": {}}', content: '{"name": "unknown", "parameters": {}}' },
  { syntax: 'llama-3', output: ' {"answer": 42}', content: '{"answer": 42}' },
  { syntax: 'llama-3', output: 'See: {"name": "find", "parameters": {}}', content: 'See: {"name": "find", "parameters": {}}' },
  {
    syntax: 'mistral',
    output: '[TOOL_CALLS][{"name": "a", "arguments": {"x": [1, "]"]}}, {"name": "b", "arguments": {}}]',
    calls: [
      { name: 'a', arguments: '{"x": [1, "]"]}' },
      { name: 'b', arguments: '{}' },
    ],
  },
  {
    syntax: 'mistral',
    output: 'Well. [TOOL_CALLS] {"name": "a", "arguments": {}}',
    content: 'Well.',
    calls: [{ name: 'a', arguments: '{}' }],
  },
  { syntax: 'mistral', output: '[1] is a source', content: '[1] is a source' },
  {
    syntax: 'mistral-named',
    output: '[TOOL_CALLS]a[ARGS]{"x": 1}[TOOL_CALLS]b[ARGS]{}',
    calls: [
      { name: 'a', arguments: '{"x": 1}' },
      { name: 'b', arguments: '{}' },
    ],
  },
  { syntax: 'mistral-identified', output: '[TOOL_CALLS]a[CALL_ID]abcdefghi[ARGS]{"x": 1}', calls: [{ name: 'a', arguments: '{"x": 1}' }] },
  { syntax: 'mistral-named', output: '[TOOL_CALLS]nothing like it', content: 'nothing like it' },
  {
    syntax: 'hermes',
    output: '<tool_call>{"name": "a"} more</tool_call> text',
    content: 'more text',
    calls: [{ name: 'a', arguments: '{}' }],
  },
  {
    syntax: 'hermes',
    output: `Hm.\n<tool_call>oops ${call('a', {})}`,
    content: 'Hm.\noops',
    calls: [{ name: 'a', arguments: '{}' }],
  },
  {
    syntax: 'hermes',
    output: '<tool_call>{"name": "a", "arguments": {"x": nonsense}}</tool_call>',
    calls: [{ name: 'a', arguments: '{"x": nonsense}' }],
  },
  { syntax: 'hermes', output: `${call('a', {})}\n</tool_ca`, calls: [{ name: 'a', arguments: '{}' }] },
] as const)('$syntax: $output', ({ syntax, output, ...expected }) => {
  expect(parse([output], inFormat(syntax))).toEqual({ content: '', reasoning: '', calls: [], ...expected })
})

test('a call is told as it is written', () => {
  const parser = new OutputParser(everything)
  expect(parser.push('<tool_call>{"name": "find", "arguments"')).toEqual([])
  const [start, delta] = parser.push(': {"city": "Os')
  expect(start).toMatchObject({ type: 'tool-call-start', index: 0, name: 'find' })
  expect(delta).toEqual({ type: 'tool-call-delta', index: 0, argumentsText: '{"city": "Os' })
  expect(parser.push('lo"}')).toEqual([{ type: 'tool-call-delta', index: 0, argumentsText: 'lo"}' }])
  expect(parser.push('}')).toMatchObject([{ type: 'tool-call', call: { name: 'find', arguments: '{"city": "Oslo"}' } }])
  expect(parser.push('</tool_call>')).toEqual([])
})

test('ids are of the form the family takes back', () => {
  const idOf = (output: string, syntax: Syntax) =>
    new OutputParser(inFormat(syntax)).push(output).flatMap((event) => (event.type === 'tool-call' ? [event.call.id] : []))[0]
  expect(idOf('[TOOL_CALLS][{"name": "a"}]', 'mistral')).toMatch(/^[a-zA-Z0-9]{9}$/)
  expect(idOf('[TOOL_CALLS]a[CALL_ID]abcdefghi[ARGS]{}', 'mistral-identified')).toBe('abcdefghi')
  expect(idOf('<tool_call>{"name": "a"}', 'hermes')).toMatch(/^call_[0-9a-f]{24}$/)
})

test.each([
  { title: 'plain text', output: 'Paris.', expected: { content: 'Paris.' } },
  { title: 'reasoning before content', output: '<think>\nHm.\n</think>\n\nParis.', expected: { reasoning: 'Hm.', content: 'Paris.' } },
  { title: 'a tool call', output: call('find', { city: 'Oslo' }), expected: { calls: [{ name: 'find', arguments: '{"city":"Oslo"}' }] } },
  {
    title: 'two calls in a row, the white space between them dropped',
    output: `${call('a', {})}\n${call('b', { x: 1 })}`,
    expected: {
      calls: [
        { name: 'a', arguments: '{}' },
        { name: 'b', arguments: '{"x":1}' },
      ],
    },
  },
  {
    title: 'content before a call',
    output: `Let me look.\n${call('a', {})}`,
    expected: { content: 'Let me look.', calls: [{ name: 'a', arguments: '{}' }] },
  },
  {
    title: 'a call that is no JSON, given back as text without its marks',
    output: '<tool_call>oops</tool_call>',
    expected: { content: 'oops' },
  },
  { title: 'a call that ends before it has a name, no text and no call', output: '<tool_call>{"name"', expected: {} },
  {
    title: 'a call that never closes, as far as it came',
    output: '<tool_call>{"name": "find", "arguments": {"city": "Os',
    expected: { calls: [{ name: 'find', arguments: '{"city": "Os' }] },
  },
  { title: 'an end of reasoning that nothing began', output: 'One </think>two.', expected: { content: 'One two.' } },
  {
    title: 'a call named in a thought',
    output: `<think>I could ${call('a', {})}</think>No.`,
    expected: { reasoning: `I could ${call('a', {})}`, content: 'No.' },
  },
  { title: 'a lonely angle bracket', output: 'a < b', expected: { content: 'a < b' } },
])('$title is sorted right', ({ output, expected }) => {
  expect(parse([output])).toEqual({ content: '', reasoning: '', calls: [], ...expected })
})

const parts = {
  hermes: ['<tool_call>', '</tool_call>', call('find', { city: 'Oslo' }), '<tool', '{"name": "a", "arguments": {"x": "}<"}}', '{"name"'],
  'llama-3': ['<|python_tag|>', '{"name": "a", "parameters": {"x": "\\\\\\""}}', ';', '{"name": "zzz"}', '<|py', '{'],
  mistral: ['[TOOL_CALLS]', '[', ']', ',', '{"name": "a", "arguments": {"x": [1]}}', '[TOOL'],
  'mistral-named': ['[TOOL_CALLS]', 'find[ARGS]', '{"x": 1}', '[TOOL_CALLS]a[ARGS]{}', '[AR', '{'],
  'mistral-identified': ['[TOOL_CALLS]', 'find[CALL_ID]abcdefghi[ARGS]', '{"x": 1}', '[CALL', '{'],
} satisfies Record<Syntax, string[]>

test.each(Object.keys(parts) as Syntax[])('however the output of %s is cut into pieces, the result is the same', (calls) => {
  const part = fc.constantFrom('<think>', '</think>', 'words ', '\n', '🦊', '<', ...parts[calls])
  const format = { ...inFormat(calls), reasoning: everything.reasoning }
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), fc.infiniteStream(fc.integer({ min: 1, max: 5 })), (pieces, lengths) => {
      const output = pieces.join('')
      const whole = parse([output], format)
      expect(parse(cut(output, lengths), format)).toEqual(whole)
      expect(parse([...output], format)).toEqual(whole)
    }),
    { numRuns: 300 },
  )
})

test('nothing a model writes is lost but marks and the white space around them', () => {
  const word = fc.constantFrom('one', 'two', '}', '"', '<', 'tool_call')
  fc.assert(
    fc.property(fc.array(word, { maxLength: 10 }), (words) => {
      const output = words.join(' ')
      expect(parse([`<tool_call>${output}.`]).content.trim()).toBe(`${output}.`.trim())
    }),
  )
})

test('plain formats pass everything through, marks and white space included', () => {
  const output = ' <tool_call>{"name":"x"}</tool_call> <think> '
  expect(parse([output], plain).content).toBe(output)
})

test('a prompt that ends inside a thought starts with reasoning, and without tools no call is looked for', () => {
  const format = outputFormatOf(syntaxOf('qwen3'), '<|im_start|>assistant\n<think>\n', [])
  expect(format).toMatchObject({ startsReasoning: true, calls: undefined, tools: [] })
  expect(outputFormatOf(syntaxOf('qwen3'), '', offered, false).calls).toBeUndefined()
})

function cut(text: string, lengths: Iterable<number>): string[] {
  const pieces: string[] = []
  const next = lengths[Symbol.iterator]()
  for (let start = 0; start < text.length; ) {
    const length = next.next().value ?? 1
    pieces.push(text.slice(start, start + length))
    start += length
  }
  return pieces
}
