import {
  anyOf,
  type CodePointRange,
  choice,
  type Expression,
  everyCharacter,
  literal,
  sequence,
  subtractRanges,
} from '../../grammar/grammar.ts'
import type { RuleBook } from '../../grammar/rule-book.ts'

/**
 * Any text up to the first place where `end` stands, and that. It is part of a grammar, because a grammar that starts later would
 * depend on how the end is cut into tokens.
 */
export function textThrough(rules: RuleBook, end: string): Expression {
  return behind(rules, Array.from(end), 0)
}

/** The rest of such a text, of which so many characters of the end stand before it. */
function behind(rules: RuleBook, end: readonly string[], matched: number): Expression {
  const key = `text through ${end.join('')} ${matched}`
  return rules.rule(key, () => {
    const characters = [...new Set(end)]
    const steps = characters.map((character) => ({ character, next: step(end, matched, character) }))
    const taken = steps.filter(({ next }) => next > 0)
    return choice(
      ...taken.map(({ character, next }) => sequence(literal(character), next === end.length ? sequence() : behind(rules, end, next))),
      sequence(
        anyOf(
          ...subtractRanges(
            everyCharacter,
            taken.map(({ character }) => rangeOf(character)),
          ),
        ),
        behind(rules, end, 0),
      ),
    )
  })
}

/** How many characters of `end` stand at the end of a text once this one follows. */
function step(end: readonly string[], matched: number, character: string): number {
  const text = [...end.slice(0, matched), character]
  for (let length = Math.min(text.length, end.length); length > 0; length--)
    if (text.slice(text.length - length).every((one, index) => one === end[index])) return length
  return 0
}

const rangeOf = (character: string): CodePointRange => [character.codePointAt(0) ?? 0, character.codePointAt(0) ?? 0]
