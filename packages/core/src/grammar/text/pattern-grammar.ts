import { type AST, RegExpParser } from '@eslint-community/regexpp'
import {
  anyOf,
  type CodePointRange,
  choice,
  type Expression,
  everyCharacter,
  literal,
  normaliseRanges,
  repeat,
  sequence,
  subtractRanges,
} from '../grammar.ts'
import { repeatEvenly } from '../repeat-evenly.ts'
import type { RuleBook } from '../rule-book.ts'
import { plainStringCharacters } from './json-text.ts'

/** Why a pattern cannot be kept to. */
export class PatternFault extends Error {
  override readonly name = 'PatternFault'
}

const mostCharacters = 1000

/**
 * The inside of a JSON string that a regular expression matches as a whole. It must begin with `^` and end with `$`; what
 * is not regular (look-around, back references) or depends on tables of Unicode is refused. Throws `PatternFault`.
 */
export function patternGrammar(rules: RuleBook, source: string): Expression {
  if (source.length > mostCharacters) throw new PatternFault(`it is longer than ${mostCharacters} characters`)
  const [alternative, ...others] = parse(source).alternatives
  const elements = alternative?.elements ?? []
  const [first, last] = [elements[0], elements.at(-1)]
  const isAnchored = first?.type === 'Assertion' && first.kind === 'start' && last?.type === 'Assertion' && last.kind === 'end'
  if (!isAnchored || others.length > 0) throw new PatternFault('it must begin with ^ and end with $, around all of it')
  return sequence(...elements.slice(1, -1).map((element) => elementGrammar(rules, element)))
}

function parse(source: string): AST.Pattern {
  try {
    return new RegExpParser().parsePattern(source, 0, source.length, { unicode: true })
  } catch (error) {
    throw new PatternFault(error instanceof Error ? error.message : String(error))
  }
}

function elementGrammar(rules: RuleBook, element: AST.Element): Expression {
  switch (element.type) {
    case 'Character':
      return characters(rules, [[element.value, element.value]])
    case 'CharacterSet':
    case 'CharacterClass':
      return characters(rules, rangesOf(element))
    case 'Group':
    case 'CapturingGroup':
      return choice(...element.alternatives.map(({ elements }) => sequence(...elements.map((one) => elementGrammar(rules, one)))))
    case 'Quantifier': {
      const item = elementGrammar(rules, element.element)
      return element.max === Number.POSITIVE_INFINITY ? repeat(item, element.min) : repeatEvenly(item, element.min, element.max)
    }
    default:
      throw new PatternFault(`"${element.raw}" is not supported`)
  }
}

const digit: CodePointRange[] = [[0x30, 0x39]]
const word: CodePointRange[] = [...digit, [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]]
const space: CodePointRange[] = [0x20, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff]
  .map((point): CodePointRange => [point, point])
  .concat([
    [0x9, 0xd],
    [0x2000, 0x200a],
  ])
const lineEnds: CodePointRange[] = [
  [0xa, 0xa],
  [0xd, 0xd],
  [0x2028, 0x2029],
]
const complement = (ranges: readonly CodePointRange[]) => subtractRanges(everyCharacter, ranges)

type Set = AST.CharacterSet | AST.CharacterClass | AST.CharacterClassElement

function rangesOf(set: Set): CodePointRange[] {
  switch (set.type) {
    case 'Character':
      return [[set.value, set.value]]
    case 'CharacterClassRange':
      return [[set.min.value, set.max.value]]
    case 'CharacterClass': {
      const ranges = set.elements.flatMap((element) => rangesOf(element as Set))
      return set.negate ? complement(ranges) : ranges
    }
    case 'CharacterSet': {
      if (set.kind === 'any') return complement(lineEnds)
      if (set.kind === 'property') break
      const ranges = { digit, word, space }[set.kind]
      return set.negate ? complement(ranges) : ranges
    }
  }
  throw new PatternFault(`"${set.raw}" is not supported`)
}

/** One of these characters as it is written in a JSON string. */
function characters(rules: RuleBook, ranges: readonly CodePointRange[]): Expression {
  const wanted = normaliseRanges(ranges)
  const isWanted = (point: number) => wanted.some(([first, last]) => first <= point && point <= last)
  const escaped = escapes.filter(({ point }) => isWanted(point))
  const unwanted = complement(wanted)
  const plain = anyOf(...subtractRanges(plainStringCharacters, unwanted))
  if (escaped.length === 0) return plain
  const set = choice(plain, ...escaped.map(({ text }) => literal(text)))
  return set.type === 'choice' ? rules.rule(`characters ${wanted.join()}`, () => set) : set
}

// Characters that stand in a JSON string only as an escape.
const escapes = [...Array.from({ length: 0x1f }, (_, index) => index + 1), 0x22, 0x5c].map((point) => ({
  point,
  text: JSON.stringify(String.fromCodePoint(point)).slice(1, -1),
}))
