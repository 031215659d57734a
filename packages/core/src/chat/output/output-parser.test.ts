import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ToolDefinition } from '../chat.ts'
import type { CallSyntax } from './call-syntax.ts'
import { type OutputFormat, outputFormatOf } from './output-format.ts'
import { OutputParser } from './output-parser.ts'

const everything: OutputFormat = { reasoning: true, startsReasoning: false, calls: 'hermes', toolNames: ['a', 'b', 'find'] }
const plain: OutputFormat = { reasoning: false, startsReasoning: false, calls: undefined, toolNames: [] }
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

const inFormat = (calls: CallSyntax): OutputFormat => ({ ...everything, reasoning: false, calls })

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
  { syntax: 'mistral-named', output: '[TOOL_CALLS]nothing like it', content: '[TOOL_CALLS]nothing like it' },
  {
    syntax: 'hermes',
    output: '<tool_call>{"name": "a"} more</tool_call> text',
    content: 'more text',
    calls: [{ name: 'a', arguments: '{}' }],
  },
  {
    syntax: 'hermes',
    output: `Hm.\n<tool_call>oops ${call('a', {})}`,
    content: 'Hm.\n<tool_call>oops',
    calls: [{ name: 'a', arguments: '{}' }],
  },
  {
    syntax: 'hermes',
    output: '<tool_call>{"name": "a", "arguments": {"x": nonsense}}</tool_call>',
    content: '<tool_call>{"name": "a", "arguments": {"x": nonsense}}</tool_call>',
  },
  { syntax: 'hermes', output: `${call('a', {})}\n</tool_ca`, calls: [{ name: 'a', arguments: '{}' }], content: '</tool_ca' },
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
  const idOf = (output: string, syntax: CallSyntax) =>
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
    title: 'a call that is no JSON, given back as text',
    output: '<tool_call>oops</tool_call>',
    expected: { content: '<tool_call>oops</tool_call>' },
  },
  { title: 'a call that never closes, given back as text', output: '<tool_call>{"name"', expected: { content: '<tool_call>{"name"' } },
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
} satisfies Record<CallSyntax, string[]>

test.each(Object.keys(parts) as CallSyntax[])('however the output of %s is cut into pieces, the result is the same', (calls) => {
  const part = fc.constantFrom('<think>', '</think>', 'words ', '\n', '🦊', '<', ...parts[calls])
  const format = { ...everything, calls }
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
  const word = fc.constantFrom('one', 'two', '{', '}', '"', '<', 'tool_call')
  fc.assert(
    fc.property(fc.array(word, { maxLength: 10 }), (words) => {
      const output = words.join(' ')
      expect(
        parse([`<tool_call>${output}`])
          .content.replace('<tool_call>', '')
          .trim(),
      ).toBe(output.trim())
    }),
  )
})

test('plain formats pass everything through, marks and white space included', () => {
  const output = ' <tool_call>{"name":"x"}</tool_call> <think> '
  expect(parse([output], plain).content).toBe(output)
})

const tools: ToolDefinition[] = [{ type: 'function', function: { name: 'find' } }]
const fixture = (name: string) => readFileSync(new URL(`../__fixtures__/${name}.jinja`, import.meta.url), 'utf8')

test.each([
  { name: 'qwen2.5', calls: 'hermes', reasoning: false },
  { name: 'qwen3', calls: 'hermes', reasoning: true },
  { name: 'llama-3', calls: 'llama-3', reasoning: false },
  { name: 'mistral-nemo', calls: 'mistral', reasoning: false },
  { name: 'mistral-small-3.2', calls: 'mistral-identified', reasoning: false },
  { name: 'deepseek-r1-distill', calls: undefined, reasoning: true },
])('the family of $name is found from its template', ({ name, calls, reasoning }) => {
  expect(outputFormatOf(fixture(name), '', { tools })).toMatchObject({ calls, reasoning, startsReasoning: false })
})

test('a prompt that ends inside a thought starts with reasoning, and without tools no call is looked for', () => {
  const format = outputFormatOf(fixture('qwen3'), '<|im_start|>assistant\n<think>\n', {})
  expect(format).toEqual({ reasoning: true, startsReasoning: true, calls: undefined, toolNames: [] })
  expect(outputFormatOf(fixture('qwen3'), '', { tools, toolChoice: 'none' }).calls).toBeUndefined()
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
