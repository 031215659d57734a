import { anyOf, choice, type Expression, empty, literal, never, optional, repeat, sequence } from '../grammar.ts'

/** Whole numbers of up to 15 digits are exact in every JSON reader, and no digits run on without end. */
const mostDigits = 15
const largest = 10n ** BigInt(mostDigits) - 1n

const digit = anyOf('0123456789')
const wholeText = choice(literal('0'), sequence(anyOf('123456789'), repeat(digit, 0, mostDigits - 1)))
const exponentText = sequence(anyOf('eE'), optional(anyOf('+-')), repeat(digit, 1, 2))

/** Any whole number of up to 15 digits. */
export const integerText: Expression = sequence(optional(literal('-')), wholeText)

/** Any number: up to 15 digits before and after the point, an exponent of up to two. */
export const numberText: Expression = sequence(
  integerText,
  optional(sequence(literal('.'), repeat(digit, 1, mostDigits))),
  optional(exponentText),
)

/** One end of a range. */
export type Bound = { value: number; exclusive: boolean }

/** Whole numbers between two bounds, digit by digit. */
export function integerRange(low: Bound | undefined, high: Bound | undefined): Expression {
  const first = low ? smallestWhole(low) : -largest
  const last = high ? -smallestWhole({ value: -high.value, exclusive: high.exclusive }) : largest
  return signedRange(first < -largest ? -largest : first, last > largest ? largest : last)
}

function smallestWhole({ value, exclusive }: Bound): bigint {
  const ceiling = BigInt(Math.ceil(value))
  return exclusive && ceiling === BigInt(Math.floor(value)) ? ceiling + 1n : ceiling
}

function signedRange(first: bigint, last: bigint): Expression {
  const max = (a: bigint, b: bigint) => (a > b ? a : b)
  const negative = first < 0n ? sequence(literal('-'), wholeRange(max(-last, 1n), -first)) : never
  return choice(negative, last >= 0n ? wholeRange(max(first, 0n), last) : never)
}

/** Whole numbers from `first`, at least 0, to `last`. */
export function wholeRange(first: bigint, last: bigint): Expression {
  const options: Expression[] = []
  for (let length = String(first).length; length <= String(last).length; length++) {
    const shortest = length === 1 ? 0n : 10n ** BigInt(length - 1)
    const longest = 10n ** BigInt(length) - 1n
    const from = first > shortest ? first : shortest
    const to = last < longest ? last : longest
    if (from <= to) options.push(sameLength(String(from), String(to)))
  }
  return choice(...options)
}

// Both of the same length, the first not above the last.
function sameLength(first: string, last: string): Expression {
  if (first === '') return empty
  if (/^0*$/.test(first) && /^9*$/.test(last)) return repeat(digit, first.length, first.length)
  const low = Number(first[0])
  const high = Number(last[0])
  const [firstRest, lastRest] = [first.slice(1), last.slice(1)]
  if (low === high) return sequence(literal(String(low)), sameLength(firstRest, lastRest))
  const [zeros, nines] = ['0'.repeat(firstRest.length), '9'.repeat(firstRest.length)]
  const startsLow = firstRest === zeros ? low : low + 1
  const endsHigh = lastRest === nines ? high : high - 1
  return choice(
    startsLow > low ? sequence(literal(String(low)), sameLength(firstRest, nines)) : never,
    startsLow <= endsHigh ? sequence(digits(startsLow, endsHigh), sameLength(zeros, nines)) : never,
    endsHigh < high ? sequence(literal(String(high)), sameLength(zeros, lastRest)) : never,
  )
}

/** One digit of a range; none when it is empty. */
export const digits = (first: number, last: number): Expression => (first > last ? never : anyOf([first + 0x30, last + 0x30]))
