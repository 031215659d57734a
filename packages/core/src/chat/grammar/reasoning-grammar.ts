import { type Expression, literal, optional, repeat, sequence } from '../../grammar/grammar.ts'
import type { RuleBook } from '../../grammar/rule-book.ts'
import type { OutputFormat } from '../output/output-format.ts'
import { textThrough } from './text-grammar.ts'

/** What may stand before an answer that has to keep to a grammar: reasoning, free but for its end. */
export function reasoningGrammar(rules: RuleBook, { reasoning, startsReasoning }: OutputFormat): Expression {
  if (!reasoning) return sequence()
  const rest = sequence(textThrough(rules, reasoning.close.trim()), repeat(literal('\n'), 0, 2))
  return startsReasoning ? rest : optional(sequence(literal(reasoning.open.trimEnd()), rest))
}
