import { checkGrammar, referencesIn } from './check-grammar.ts'
import type { Expression, Grammar } from './grammar.ts'

/** The rules that `root` reaches, checked, with `root` as the first, of that name. Throws `GrammarFault`. */
export function completeGrammar(rules: Grammar, root: Expression, name = 'root'): Grammar {
  const grammar: Grammar = new Map([[name, root]])
  const open = referencesIn(root)
  for (let rule = open.pop(); rule !== undefined; rule = open.pop()) {
    const expression = rules.get(rule)
    if (!expression || grammar.has(rule)) continue
    grammar.set(rule, expression)
    open.push(...referencesIn(expression))
  }
  checkGrammar(grammar, name)
  return grammar
}
