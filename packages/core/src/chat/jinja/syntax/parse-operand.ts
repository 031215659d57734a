import type { Arguments, Expression } from './node.ts'
import { parseArguments } from './parse-arguments.ts'
import { parseTuple } from './parse-tuple.ts'
import type { TokenStream } from './token-stream.ts'

/** Reads any expression; handed down, so that files need not import one another in a circle. */
export type ParseAny = (stream: TokenStream, choosing?: boolean) => Expression

const constants: Record<string, boolean | null> = { true: true, True: true, false: false, False: false, none: null, None: null }

/** Reads a name, a literal or what stands in brackets. */
export function parseAtom(stream: TokenStream, parseAny: ParseAny): Expression {
  const { line } = stream
  const token = stream.take()
  switch (token.type) {
    case 'name': {
      const value = Object.hasOwn(constants, token.text) ? constants[token.text] : undefined
      return value === undefined ? { type: 'name', line, name: token.text } : { type: 'literal', line, value }
    }
    case 'string': {
      let value = token.text
      while (stream.is('string')) value += stream.take().text
      return { type: 'literal', line, value }
    }
    case 'integer':
      return { type: 'literal', line, value: BigInt(token.text.replaceAll('_', '')) }
    case 'float':
      return { type: 'literal', line, value: Number(token.text.replaceAll('_', '')) }
  }
  if (token.type === 'operator' && token.text === '(') {
    const tuple = parseTuple(stream, parseAny, { closed: true })
    stream.expect('operator', ')')
    return tuple
  }
  if (token.type === 'operator' && token.text === '[') {
    const items = parseItems(stream, ']', () => parseAny(stream))
    return { type: 'list', line, items }
  }
  if (token.type === 'operator' && token.text === '{') {
    const members = parseItems(stream, '}', (): [Expression, Expression] => {
      const key = parseAny(stream)
      stream.expect('operator', ':')
      return [key, parseAny(stream)]
    })
    return { type: 'dict', line, members }
  }
  return stream.refuse('an expression')
}

function parseItems<Item>(stream: TokenStream, close: string, parseItem: () => Item): Item[] {
  const items: Item[] = []
  while (!stream.is('operator', close)) {
    items.push(parseItem())
    if (!stream.is('operator', close)) stream.expect('operator', ',')
  }
  stream.take()
  return items
}

/** Reads attributes, indices and calls behind a value. */
export function parsePostfix(stream: TokenStream, start: Expression, parseAny: ParseAny): Expression {
  let value = start
  for (;;) {
    const { line } = stream
    if (stream.skip('operator', '.')) {
      const name = stream.is('integer') ? stream.take() : stream.expect('name')
      value =
        name.type === 'name'
          ? { type: 'attribute', line, object: value, name: name.text }
          : { type: 'item', line, object: value, index: { type: 'literal', line, value: BigInt(name.text) } }
    } else if (stream.skip('operator', '[')) value = parseSubscript(stream, value, parseAny)
    else if (stream.is('operator', '(')) value = { type: 'call', line, callee: value, args: parseArguments(stream, parseAny) }
    else return value
  }
}

function parseSubscript(stream: TokenStream, object: Expression, parseAny: ParseAny): Expression {
  const { line } = stream
  const parts: (Expression | undefined)[] = []
  let isSlice = false
  let part: Expression | undefined
  while (!stream.is('operator', ']')) {
    if (stream.skip('operator', ':')) {
      isSlice = true
      parts.push(part)
      part = undefined
    } else part = parseTuple(stream, parseAny, { choosing: true })
  }
  stream.take()
  if (isSlice) return { type: 'slice', line, object, parts: [...parts, part] }
  return part ? { type: 'item', line, object, index: part } : stream.refuse('an index')
}

/** Reads filters and tests behind a value. */
export function parseFilters(stream: TokenStream, start: Expression, parseAny: ParseAny): Expression {
  let value = start
  for (;;) {
    const { line } = stream
    if (stream.is('operator', '|')) value = parseFilter(stream, value, parseAny)
    else if (stream.skip('name', 'is')) value = parseTest(stream, value, parseAny)
    else if (stream.is('operator', '(')) value = { type: 'call', line, callee: value, args: parseArguments(stream, parseAny) }
    else return value
  }
}

function parseFilter(stream: TokenStream, value: Expression | undefined, parseAny: ParseAny): Expression {
  stream.expect('operator', '|')
  return namedFilter(stream, value, parseAny)
}

/** Reads the name of a filter and its arguments. */
export function namedFilter(stream: TokenStream, value: Expression | undefined, parseAny: ParseAny): Expression {
  const { line } = stream
  const name = dottedName(stream)
  return { type: 'filter', line, name, value, args: stream.is('operator', '(') ? parseArguments(stream, parseAny) : none }
}

const none: Arguments = { positional: [], named: [] }

function dottedName(stream: TokenStream): string {
  let name = stream.expect('name').text
  while (stream.skip('operator', '.')) name += `.${stream.expect('name').text}`
  return name
}

function parseTest(stream: TokenStream, value: Expression, parseAny: ParseAny): Expression {
  const { line } = stream
  const negated = stream.skip('name', 'not')
  const name = dottedName(stream)
  const test: Expression = { type: 'test', line, name, value, args: testArguments(stream, parseAny) }
  return negated ? { type: 'not', line, value: test } : test
}

function testArguments(stream: TokenStream, parseAny: ParseAny): Arguments {
  if (stream.is('operator', '(')) return parseArguments(stream, parseAny)
  const begins = stream.is('string') || stream.is('integer') || stream.is('float') || stream.is('operator', '[', '{')
  if (!begins && !(stream.is('name') && !stream.is('name', 'else', 'or', 'and', 'is', 'if', 'in', 'not'))) return none
  return { positional: [{ value: parsePostfix(stream, parseAtom(stream, parseAny), parseAny), spread: false }], named: [] }
}
