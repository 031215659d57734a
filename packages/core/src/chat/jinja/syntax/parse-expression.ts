import type { Expression } from './node.ts'
import { parseAtom, parseFilters, parsePostfix } from './parse-operand.ts'
import type { TokenStream } from './token-stream.ts'

/** Reads an expression; `choosing`: with `… if … else …`. */
export function parseExpression(stream: TokenStream, choosing = true): Expression {
  return choosing ? parseChoice(stream) : parseOr(stream)
}

function parseChoice(stream: TokenStream): Expression {
  let value = parseOr(stream)
  while (stream.is('name', 'if')) {
    const { line } = stream.take()
    const condition = parseOr(stream)
    const otherwise = stream.skip('name', 'else') ? parseChoice(stream) : undefined
    value = { type: 'choose', line, condition, value, otherwise }
  }
  return value
}

function parseOr(stream: TokenStream): Expression {
  let left = parseAnd(stream)
  while (stream.is('name', 'or')) left = { type: 'or', line: stream.take().line, left, right: parseAnd(stream) }
  return left
}

function parseAnd(stream: TokenStream): Expression {
  let left = parseNot(stream)
  while (stream.is('name', 'and')) left = { type: 'and', line: stream.take().line, left, right: parseNot(stream) }
  return left
}

function parseNot(stream: TokenStream): Expression {
  return stream.is('name', 'not') ? { type: 'not', line: stream.take().line, value: parseNot(stream) } : parseComparison(stream)
}

function parseComparison(stream: TokenStream): Expression {
  const { line } = stream
  const first = parseSum(stream)
  const rest: { operator: string; value: Expression }[] = []
  for (;;) {
    const operator = comparisonAt(stream)
    if (operator === undefined) return rest.length === 0 ? first : { type: 'compare', line, first, rest }
    rest.push({ operator, value: parseSum(stream) })
  }
}

function comparisonAt(stream: TokenStream): string | undefined {
  if (stream.is('operator', '==', '!=', '<', '<=', '>', '>=') || stream.is('name', 'in')) return stream.take().text
  if (!stream.is('name', 'not') || stream.next?.type !== 'name' || stream.next.text !== 'in') return undefined
  stream.take()
  stream.take()
  return 'not in'
}

/** Reads operands with one of some operators between them, from left to right. */
const leftToRight = (operators: string[], parseOperand: (stream: TokenStream) => Expression) => (stream: TokenStream) => {
  let left = parseOperand(stream)
  while (stream.is('operator', ...operators)) {
    const { text: operator, line } = stream.take()
    left = { type: 'binary', line, operator, left, right: parseOperand(stream) }
  }
  return left
}

const parsePower = leftToRight(['**'], parseUnary)
const parseProduct = leftToRight(['*', '/', '//', '%'], parsePower)
const parseSum = leftToRight(['+', '-'], parseJoin)

function parseJoin(stream: TokenStream): Expression {
  const { line } = stream
  const items = [parseProduct(stream)]
  while (stream.skip('operator', '~')) items.push(parseProduct(stream))
  return items.length === 1 && items[0] ? items[0] : { type: 'join', line, items }
}

function parseUnary(stream: TokenStream): Expression {
  return parseSigned(stream, true)
}

function parseSigned(stream: TokenStream, filtered: boolean): Expression {
  const { line } = stream
  const value: Expression = stream.skip('operator', '-')
    ? { type: 'negate', line, value: parseSigned(stream, false) }
    : stream.skip('operator', '+')
      ? { type: 'plus', line, value: parseSigned(stream, false) }
      : parsePostfix(stream, parseAtom(stream, parseExpression), parseExpression)
  return filtered ? parseFilters(stream, value, parseExpression) : value
}
