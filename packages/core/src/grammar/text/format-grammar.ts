import { anyOf, choice, type Expression, literal, optional, repeat, sequence } from '../grammar.ts'

const digit = anyOf('0123456789')
const digitsOf = (count: number) => repeat(digit, count, count)
const oneOf = (...texts: string[]) => choice(...texts.map(literal))
/** Two digits from 00 to a last number whose tens digit is not full. */
const twoDigits = (tens: string, lastTens: string, lastOnes: string) =>
  choice(sequence(anyOf(tens), digit), sequence(literal(lastTens), anyOf(lastOnes)))

const hour = twoDigits('01', '2', '0123')
const minute = sequence(anyOf('012345'), digit)
const dash = literal('-')

// Leap years end in a multiple of four, and in full centuries the century is one.
const multipleOfFour = choice(sequence(anyOf('02468'), anyOf('048')), sequence(anyOf('13579'), anyOf('26')))
const multipleOfFourAboveZero = choice(
  sequence(literal('0'), anyOf('48')),
  sequence(anyOf('2468'), anyOf('048')),
  sequence(anyOf('13579'), anyOf('26')),
)
const leapYear = choice(sequence(digitsOf(2), multipleOfFourAboveZero), sequence(multipleOfFour, literal('00')))
const dayTo28 = choice(
  sequence(literal('0'), anyOf('123456789')),
  sequence(literal('1'), digit),
  sequence(literal('2'), anyOf('012345678')),
)
const dayTo30 = choice(dayTo28, literal('29'), literal('30'))

const date = choice(
  sequence(
    digitsOf(4),
    dash,
    choice(
      sequence(oneOf('01', '03', '05', '07', '08', '10', '12'), dash, choice(dayTo30, literal('31'))),
      sequence(oneOf('04', '06', '09', '11'), dash, dayTo30),
      sequence(literal('02'), dash, dayTo28),
    ),
  ),
  sequence(leapYear, literal('-02-29')),
)

// Without leap seconds: which minutes have one is known to an office in Paris, not to a grammar.
const time = sequence(
  hour,
  literal(':'),
  minute,
  literal(':'),
  minute,
  optional(sequence(literal('.'), repeat(digit, 1, 9))),
  choice(literal('Z'), sequence(anyOf('+-'), hour, literal(':'), minute)),
)

const hexDigits = (count: number) => repeat(anyOf('0123456789abcdefABCDEF'), count, count)
const octet = choice(
  digit,
  sequence(anyOf('123456789'), digit),
  sequence(literal('1'), digitsOf(2)),
  sequence(literal('2'), anyOf('01234'), digit),
  sequence(literal('25'), anyOf('012345')),
)

const atom = repeat(anyOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-'), 1)
const letterOrDigit = anyOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')
const label = sequence(letterOrDigit, repeat(sequence(optional(dash), letterOrDigit), 0, 30))

/**
 * The formats of strings that a grammar keeps to. `email` is narrower than the standard: every text it gives is an address,
 * but quoted names and rare marks do not come.
 */
export const formatGrammars: ReadonlyMap<string, Expression> = new Map([
  ['date', date],
  ['time', time],
  ['date-time', sequence(date, literal('T'), time)],
  ['uuid', sequence(hexDigits(8), dash, hexDigits(4), dash, hexDigits(4), dash, hexDigits(4), dash, hexDigits(12))],
  ['ipv4', sequence(octet, repeat(sequence(literal('.'), octet), 3, 3))],
  ['email', sequence(atom, repeat(sequence(literal('.'), atom), 0), literal('@'), label, repeat(sequence(literal('.'), label), 1, 4))],
])
