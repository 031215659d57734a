import { numberOf } from '../values/compare.ts'
import { addTexts, concat, isStr, type Str } from '../values/text.ts'
import { Dict, defined, fail, Tuple, typeName, type Value } from '../values/value.ts'
import { formatPercent } from './format/percent-format.ts'

/** The longest text or list that a template may make by repeating. */
const mostRepeated = 1_000_000

/** What an operator of arithmetic makes of two values, as in Python. `unary`: only the second was written. */
export function calculate(operator: string, left: Value, right: Value, unary = false): Value {
  const [a, b] = [numberOf(defined(left)), numberOf(defined(right))]
  if (a !== undefined && b !== undefined) return ofNumbers(operator, a, b)
  if (operator === '+' && isStr(left) && isStr(right)) return addTexts([left, right])
  if (operator === '+' && Array.isArray(left) && Array.isArray(right)) return [...left, ...right]
  if (operator === '+' && left instanceof Tuple && right instanceof Tuple) return new Tuple([...left.items, ...right.items])
  if (operator === '%' && isStr(left))
    return formatPercent(left, right instanceof Tuple ? right.items : [right], right instanceof Dict ? right : undefined)
  if (operator === '*' && typeof b === 'bigint') return repeated(left, b) ?? refuse(operator, left, right)
  if (operator === '*' && typeof a === 'bigint') return repeated(right, a) ?? refuse(operator, left, right)
  return unary ? fail(`bad operand type for unary ${operator}: '${typeName(right)}'`) : refuse(operator, left, right)
}

function refuse(operator: string, left: Value, right: Value): never {
  return fail(`unsupported operand type(s) for ${operator}: '${typeName(left)}' and '${typeName(right)}'`)
}

function repeated(value: Value, times: bigint): Value | undefined {
  const count = Number(times < 0n ? 0n : times)
  const limited = (length: number) => (length * count > mostRepeated ? fail('A repetition is too long') : count)
  if (isStr(value)) return concat(Array.from({ length: limited(1) }, (): Str => value))
  if (Array.isArray(value)) return Array.from({ length: limited(value.length) }, () => value).flat() as Value[]
  return undefined
}

function ofNumbers(operator: string, a: bigint | number, b: bigint | number): Value {
  const isInteger = typeof a === 'bigint' && typeof b === 'bigint'
  const isZero = Number(b) === 0
  switch (operator) {
    case '+':
      return isInteger ? a + b : Number(a) + Number(b)
    case '-':
      return isInteger ? a - b : Number(a) - Number(b)
    case '*':
      return isInteger ? a * b : Number(a) * Number(b)
    case '/':
      return isZero ? fail('division by zero') : Number(a) / Number(b)
    case '//':
      if (isZero) return fail('division by zero')
      return isInteger ? floorDivide(a, b) : Math.floor(Number(a) / Number(b))
    case '%':
      if (isZero) return fail('modulo by zero')
      return isInteger ? a - b * floorDivide(a, b) : Number(a) - Number(b) * Math.floor(Number(a) / Number(b))
    default:
      if (isInteger && b >= 0n) return b > 10_000n ? fail('A power is too large') : a ** b
      return Number(a) ** Number(b)
  }
}

const floorDivide = (a: bigint, b: bigint) => a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n)
