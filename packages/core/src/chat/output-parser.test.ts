import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type OutputFormat, OutputParser, outputFormatOf } from './output-parser.ts'

const everything: OutputFormat = { reasoning: true, tools: true, startsReasoning: false }
const call = (name: string, args: object) => `<tool_call>\n${JSON.stringify({ name, arguments: args })}\n</tool_call>`

function parse(pieces: readonly string[], format = everything) {
  const parser = new OutputParser(format)
  const events = [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()]
  const textOf = (type: 'text-delta' | 'reasoning-delta') => events.map((event) => (event.type === type ? event.text : '')).join('')
  return {
    content: textOf('text-delta'),
    reasoning: textOf('reasoning-delta'),
    calls: events.flatMap((event) => (event.type === 'tool-call' ? [{ name: event.call.name, arguments: event.call.arguments }] : [])),
  }
}

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

test('however the output is cut into pieces, the result is the same', () => {
  const part = fc.constantFrom('<think>', '</think>', 'words ', '\n', call('find', { city: 'Oslo' }), '<tool', '🦊', '<')
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), fc.infiniteStream(fc.integer({ min: 1, max: 5 })), (parts, lengths) => {
      const output = parts.join('')
      expect(parse(cut(output, lengths))).toEqual(parse([output]))
    }),
  )
})

test('plain formats pass everything through, marks and white space included', () => {
  const output = ' <tool_call>{"name":"x"}</tool_call> <think> '
  expect(parse([output], { reasoning: false, tools: false, startsReasoning: false }).content).toBe(output)
})

test.each([
  {
    template: 'x</think>y<tool_call>',
    prompt: '<|im_start|>assistant\n<think>\n',
    tools: true,
    expected: { ...everything, startsReasoning: true },
  },
  { template: 'x<tool_call>', prompt: 'assistant\n', tools: false, expected: { reasoning: false, tools: false, startsReasoning: false } },
])('the format is found from the template', ({ template, prompt, tools, expected }) => {
  expect(outputFormatOf(template, prompt, tools)).toEqual(expected)
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
