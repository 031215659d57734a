import { choice, type Expression, literal, never, optional, repeat, sequence } from '../grammar.ts'
import { type Bound, digits, wholeRange } from './number-range.ts'

// Decimals of up to 15 significant digits keep their order when they become floating-point numbers.
const mostSignificantDigits = 15
/** Where one side is open, numbers stay below this; wide enough for amounts, and it leaves six digits after the point. */
const openEnd = 999_999_999

type Decimal = { whole: bigint; fraction: string; exclusive: boolean }

/**
 * Decimals between two bounds, digit by digit and without exponent. Undefined when a bound has more than 15 significant
 * digits, for then the order of texts and of the numbers they stand for may differ.
 */
export function decimalRange(low: Bound | undefined, high: Bound | undefined): Expression | undefined {
  const from = low ?? { value: -Math.max(openEnd, Math.abs(high?.value ?? 0)), exclusive: false }
  const to = high ?? { value: Math.max(openEnd, Math.abs(low?.value ?? 0)), exclusive: false }
  const wholeDigits = String(Math.trunc(Math.max(Math.abs(from.value), Math.abs(to.value)))).length
  const places = mostSignificantDigits - wholeDigits
  const ends = [from, to].map((bound) => toDecimal(bound, places))
  const [first, last] = ends
  if (!first || !last) return undefined
  if (from.value > to.value) return never
  const zero: Decimal = { whole: 0n, fraction: '', exclusive: false }
  const negative =
    from.value < 0 ? sequence(literal('-'), positiveRange(to.value < 0 ? last : { ...zero, exclusive: true }, first, places)) : never
  const positive = to.value >= 0 ? positiveRange(from.value < 0 ? zero : first, last, places) : never
  return choice(negative, positive)
}

// The bound without its sign.
function toDecimal({ value, exclusive }: Bound, places: number): Decimal | undefined {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(String(Math.abs(value)))
  const [, whole = '', fraction = ''] = match ?? []
  return match && fraction.length <= places ? { whole: BigInt(whole), fraction, exclusive } : undefined
}

function positiveRange(first: Decimal, last: Decimal, places: number): Expression {
  if (first.whole > last.whole) return never
  const low = { digits: first.fraction, exclusive: first.exclusive }
  const high = { digits: last.fraction, exclusive: last.exclusive }
  if (first.whole === last.whole) return sequence(literal(String(first.whole)), fractionPart(low, high, places))
  return choice(
    sequence(literal(String(first.whole)), fractionPart(low, undefined, places)),
    first.whole + 1n < last.whole
      ? sequence(wholeRange(first.whole + 1n, last.whole - 1n), fractionPart(undefined, undefined, places))
      : never,
    sequence(literal(String(last.whole)), fractionPart(undefined, high, places)),
  )
}

type FractionBound = { digits: string; exclusive: boolean } | undefined

function fractionPart(low: FractionBound, high: FractionBound, places: number): Expression {
  const { canEnd, more } = fractionDigits(low, high, places)
  const written = sequence(literal('.'), more)
  return canEnd ? optional(written) : written
}

/** What may follow the digits so far: nothing, when what is left of the bounds allows zeros, and further digits. */
function fractionDigits(low: FractionBound, high: FractionBound, places: number): { canEnd: boolean; more: Expression } {
  if (!low && !high) return { canEnd: true, more: repeat(digits(0, 9), 1, places) }
  const lowHolds = !low || (isZero(low.digits) && !low.exclusive)
  const highHolds = !high || !isZero(high.digits) || !high.exclusive
  const canEnd = lowHolds && highHolds
  if (places === 0 || !highHolds) return { canEnd, more: never }
  const bottom = lowHolds ? 0 : Number(low?.digits[0] ?? 0)
  const top = high ? Number(high.digits[0] ?? 0) : 9
  const lowIsTight = !lowHolds
  const highIsTight = high !== undefined
  const next = (digit: number): Expression => {
    const rest = fractionDigits(
      lowIsTight && digit === bottom ? afterFirst(low) : undefined,
      high && digit === top ? afterFirst(high) : undefined,
      places - 1,
    )
    return rest.canEnd ? optional(rest.more) : rest.more
  }
  if (bottom > top) return { canEnd, more: never }
  if (bottom === top) return { canEnd, more: sequence(digits(bottom, bottom), next(bottom)) }
  const [free, last] = [lowIsTight ? bottom + 1 : bottom, highIsTight ? top - 1 : top]
  const more = choice(
    lowIsTight ? sequence(digits(bottom, bottom), next(bottom)) : never,
    free <= last ? sequence(digits(free, last), next(last)) : never,
    highIsTight ? sequence(digits(top, top), next(top)) : never,
  )
  return { canEnd, more }
}

const isZero = (text: string) => /^0*$/.test(text)
const afterFirst = (bound: FractionBound): FractionBound => bound && { ...bound, digits: bound.digits.slice(1) }
