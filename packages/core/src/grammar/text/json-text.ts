import {
  anyOf,
  type CodePointRange,
  choice,
  type Expression,
  everyCharacter,
  literal,
  optional,
  repeat,
  sequence,
  subtractRanges,
} from '../grammar.ts'
import type { RuleBook } from '../rule-book.ts'
import { numberText } from './number-range.ts'

// At most one space after a comma or a colon: the two habits of models, and no room to wander in white space.
export const comma = sequence(literal(','), optional(literal(' ')))
export const colon = sequence(literal(':'), optional(literal(' ')))

/** Code points that stand in a JSON string as they are. */
export const plainStringCharacters: readonly CodePointRange[] = subtractRanges(everyCharacter, [
  [0, 0x1f],
  [0x22, 0x22],
  [0x5c, 0x5c],
])

const hexDigit = anyOf('0123456789abcdefABCDEF')

// A lone half of a surrogate pair is no text, and a pair would count as one character.
const escapedCodeUnit = sequence(
  literal('u'),
  choice(sequence(anyOf('0123456789abcefABCEF'), repeat(hexDigit, 3, 3)), sequence(anyOf('dD'), anyOf('01234567'), repeat(hexDigit, 2, 2))),
)

/** One character of a JSON string, escaped or not. */
export const stringCharacter = (rules: RuleBook): Expression =>
  rules.rule('json-character', () =>
    choice(anyOf(...plainStringCharacters), sequence(literal('\\'), choice(anyOf('"\\/bfnrt'), escapedCodeUnit))),
  )

/** A JSON string of these characters. */
export const quoted = (characters: Expression): Expression => sequence(literal('"'), characters, literal('"'))

/** Any JSON string. */
export const anyString = (rules: RuleBook): Expression => rules.rule('json-string', () => quoted(repeat(stringCharacter(rules), 0)))

/** Any JSON object. */
export const anyObject = (rules: RuleBook): Expression =>
  rules.rule('json-object', () => {
    const member = sequence(anyString(rules), colon, anyValue(rules))
    return sequence(literal('{'), optional(sequence(member, repeat(sequence(comma, member), 0))), literal('}'))
  })

/** Any JSON array. */
export const anyArray = (rules: RuleBook): Expression =>
  rules.rule('json-array', () =>
    sequence(literal('['), optional(sequence(anyValue(rules), repeat(sequence(comma, anyValue(rules)), 0))), literal(']')),
  )

/** Any JSON value. */
export const anyValue = (rules: RuleBook): Expression =>
  rules.rule('json-value', () =>
    choice(anyObject(rules), anyArray(rules), anyString(rules), numberText, literal('true'), literal('false'), literal('null')),
  )
