import type { Expression, Parameter, Statement, Target } from './node.ts'
import { parseExpression } from './parse-expression.ts'
import { namedFilter } from './parse-operand.ts'
import { parseTuple } from './parse-tuple.ts'
import type { TokenStream } from './token-stream.ts'

/** Reads statements up to a tag of one of these names, of which the begin is passed. */
type ParseBody = (...ends: string[]) => Statement[]
type Tag<Kind extends Statement = Statement> = Kind extends unknown ? Omit<Kind, 'line'> : never

/** Reads a tag, with what stands up to its own end, but for the end of its last part. */
export function parseTag(stream: TokenStream, parseBody: ParseBody): Tag {
  const name = stream.expect('name').text
  switch (name) {
    case 'if':
      return parseIf(stream, parseBody)
    case 'for':
      return parseFor(stream, parseBody)
    case 'set':
      return parseSet(stream, parseBody)
    case 'macro':
      return {
        type: 'macro',
        name: stream.expect('name').text,
        parameters: parseParameters(stream),
        body: block(stream, parseBody, 'endmacro'),
      }
    case 'call': {
      const parameters = stream.is('operator', '(') ? parseParameters(stream) : []
      const call = parseExpression(stream)
      if (call.type !== 'call') return stream.refuse('a call')
      return { type: 'call-block', call, parameters, body: block(stream, parseBody, 'endcall') }
    }
    case 'filter':
      return { type: 'filter-block', filter: parseFilterChain(stream), body: block(stream, parseBody, 'endfilter') }
    case 'with':
      return parseWith(stream, parseBody)
    case 'autoescape':
      parseExpression(stream)
      return { type: 'with', bindings: [], body: block(stream, parseBody, 'endautoescape') }
    case 'generation':
      return { type: 'with', bindings: [], body: block(stream, parseBody, 'endgeneration') }
    case 'block':
      stream.expect('name')
      return { type: 'with', bindings: [], body: block(stream, parseBody, 'endblock', true) }
    case 'break':
    case 'continue':
      return { type: name }
    default:
      return stream.refuse('a tag of chat templates')
  }
}

function block(stream: TokenStream, parseBody: ParseBody, end: string, mayRepeatName = false): Statement[] {
  stream.expect('end')
  const body = parseBody(end)
  stream.take()
  if (mayRepeatName && stream.is('name')) stream.take()
  return body
}

function parseIf(stream: TokenStream, parseBody: ParseBody): Tag {
  const branches: { condition: Expression | undefined; body: Statement[] }[] = []
  let condition: Expression | undefined = parseTuple(stream, parseExpression, { choosing: false })
  for (;;) {
    stream.expect('end')
    branches.push({ condition, body: parseBody('elif', 'else', 'endif') })
    const { text } = stream.take()
    if (text === 'endif') return { type: 'if', branches }
    condition = text === 'elif' ? parseTuple(stream, parseExpression, { choosing: false }) : undefined
  }
}

function parseFor(stream: TokenStream, parseBody: ParseBody): Tag {
  const target = parseTarget(stream)
  stream.expect('name', 'in')
  const over = parseTuple(stream, parseExpression, { choosing: false, endsBefore: 'recursive' })
  const filter = stream.skip('name', 'if') ? parseExpression(stream) : undefined
  const recursive = stream.skip('name', 'recursive')
  stream.expect('end')
  const body = parseBody('else', 'endfor')
  const otherwise = stream.take().text === 'else' ? block(stream, parseBody, 'endfor') : []
  return { type: 'for', target, over, filter, recursive, body, otherwise }
}

function parseSet(stream: TokenStream, parseBody: ParseBody): Tag {
  const target = parseTarget(stream)
  if (stream.skip('operator', '=')) return { type: 'set', target, value: parseTuple(stream, parseExpression) }
  const filter = stream.skip('operator', '|') ? parseFilterChain(stream) : undefined
  return { type: 'set-block', target, filter, body: block(stream, parseBody, 'endset') }
}

function parseFilterChain(stream: TokenStream): Expression {
  let filter = namedFilter(stream, undefined, parseExpression)
  while (stream.skip('operator', '|')) filter = namedFilter(stream, filter, parseExpression)
  return filter
}

function parseWith(stream: TokenStream, parseBody: ParseBody): Tag {
  const bindings: { target: Target; value: Expression }[] = []
  while (!stream.is('end')) {
    if (bindings.length > 0) stream.expect('operator', ',')
    const target = parseTarget(stream, false)
    stream.expect('operator', '=')
    bindings.push({ target, value: parseExpression(stream) })
  }
  return { type: 'with', bindings, body: block(stream, parseBody, 'endwith') }
}

function parseTarget(stream: TokenStream, several = true): Target {
  const targets: Target[] = []
  let isSeveral = false
  do {
    if (stream.is('end') || stream.is('name', 'in') || stream.is('operator', '=')) break
    targets.push(parseOneTarget(stream))
    if (stream.is('operator', ',')) isSeveral = several
  } while (several && stream.skip('operator', ','))
  const [first] = targets
  return !isSeveral && first ? first : { type: 'several', targets }
}

function parseOneTarget(stream: TokenStream): Target {
  if (stream.skip('operator', '(')) {
    const inner = parseTarget(stream)
    stream.expect('operator', ')')
    return inner
  }
  const name = stream.expect('name').text
  return stream.skip('operator', '.') ? { type: 'attribute', object: name, name: stream.expect('name').text } : { type: 'name', name }
}

function parseParameters(stream: TokenStream): Parameter[] {
  const parameters: Parameter[] = []
  stream.expect('operator', '(')
  while (!stream.is('operator', ')')) {
    const name = stream.expect('name').text
    parameters.push({ name, value: stream.skip('operator', '=') ? parseExpression(stream) : undefined })
    if (!stream.is('operator', ')')) stream.expect('operator', ',')
  }
  stream.take()
  return parameters
}
