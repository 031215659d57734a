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
} from '../../grammar/grammar.ts'
import type { RuleBook } from '../../grammar/rule-book.ts'
import type { OutputFormat } from '../output/output-format.ts'

const end = '</think>'

/**
 * What may stand before an answer that has to keep to a grammar: reasoning, free but for its end. It is part of the grammar,
 * because a grammar that starts later would depend on how the mark is cut into tokens.
 */
export function reasoningGrammar(rules: RuleBook, { reasoning, startsReasoning }: OutputFormat): Expression {
  const rest = () => sequence(textThroughEnd(rules, 0), repeat(literal('\n'), 0, 2))
  if (startsReasoning) return rest()
  return reasoning ? optional(sequence(literal('<think>'), rest())) : sequence()
}

/** Text up to the first end mark, of which so many characters stand before it. Its first character comes only once in it. */
function textThroughEnd(rules: RuleBook, matched: number): Expression {
  const [first = '', next = ''] = [end[0], end[matched]]
  return rules.rule(`reasoning ${matched}`, () =>
    choice(
      sequence(literal(next), matched + 1 === end.length ? sequence() : textThroughEnd(rules, matched + 1)),
      ...(matched > 0 ? [sequence(literal(first), textThroughEnd(rules, 1))] : []),
      sequence(anyOf(...subtractRanges(everyCharacter, [rangeOf(first), rangeOf(next)])), textThroughEnd(rules, 0)),
    ),
  )
}

const rangeOf = (character: string): CodePointRange => [character.charCodeAt(0), character.charCodeAt(0)]
