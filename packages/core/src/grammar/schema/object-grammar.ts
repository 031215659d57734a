import {
  anyOf,
  type CodePointRange,
  choice,
  type Expression,
  empty,
  isNever,
  literal,
  never,
  repeat,
  sequence,
  subtractRanges,
} from '../grammar.ts'
import type { RuleBook } from '../rule-book.ts'
import { colon, comma, plainStringCharacters, quoted } from '../text/json-text.ts'

/** A member an object has or may have. */
export type Member = { name: string; value: Expression; required: boolean }

/**
 * An object with these members in this order, then others with `additional` values, unless that is `never`. The grammar
 * grows with the number of members, however many are optional: each has one rule for "first so far" and one for "another".
 */
export function objectGrammar(rules: RuleBook, members: readonly Member[], additional: Expression): Expression {
  const names = members.map((member) => member.name)
  const extra = isNever(additional) ? never : rules.share(sequence(otherKey(names), colon, additional))
  const endFirst = isNever(extra) ? empty : choice(empty, sequence(extra, repeat(sequence(comma, extra), 0)))
  const endLater = isNever(extra) ? empty : repeat(sequence(comma, extra), 0)
  const key = rules.freshKey('object')
  let [first, later] = [endFirst, endLater]
  for (const [index, member] of [...members.entries()].reverse()) {
    const written = rules.share(sequence(literal(JSON.stringify(member.name)), colon, member.value))
    const [skipFirst, skipLater] = member.required ? [never, never] : [first, later]
    const after = later
    first = rules.rule(`${key} first ${index}`, () => choice(sequence(written, after), skipFirst))
    later = rules.rule(`${key} later ${index}`, () => choice(sequence(comma, written, after), skipLater))
  }
  return sequence(literal('{'), first, literal('}'))
}

type Branch = Map<number, Branch> & { ends?: boolean }

/** A key that is none of `names`. Without escapes, so that it cannot spell one of them in another way. */
function otherKey(names: readonly string[]): Expression {
  const root: Branch = new Map()
  for (const name of names) {
    let branch = root
    for (const character of name) {
      const point = character.codePointAt(0) ?? 0
      const next: Branch = branch.get(point) ?? new Map()
      branch.set(point, next)
      branch = next
    }
    branch.ends = true
  }
  return quoted(differsFrom(root))
}

function differsFrom(branch: Branch): Expression {
  const taken = [...branch.keys()].map((point): CodePointRange => [point, point])
  const elsewhere = anyOf(...subtractRanges(plainStringCharacters, taken))
  return choice(
    branch.ends ? never : empty,
    sequence(elsewhere, repeat(anyOf(...plainStringCharacters), 0)),
    ...[...branch].map(([point, next]) => sequence(anyOf([point, point]), differsFrom(next))),
  )
}
