import type { Expression, Grammar } from './grammar.ts'
import { GrammarFault } from './grammar-fault.ts'

/** Elements of a grammar once its repetitions are written out, as llama.cpp does. llama.cpp reads this many in about ten milliseconds. */
const mostElements = 100_000

/** llama.cpp's own limit; it turns a larger upper bound into none without a word. */
const mostRepetitions = 2000

/**
 * Refuses what llama.cpp would refuse without a reason, or would not survive: undefined rules, left recursion, rules that
 * can never end (sampling stops there with an exception that nothing can catch), and grammars too large. Throws `GrammarFault`.
 */
export function checkGrammar(grammar: Grammar, root: string): void {
  if (!grammar.has(root)) throw new GrammarFault(`There is no rule named "${root}"`)
  let elements = 0
  for (const [name, expression] of grammar) {
    for (const rule of referencesIn(expression)) {
      if (!grammar.has(rule)) throw new GrammarFault(`The rule "${name}" refers to "${rule}", which is not defined`, name)
    }
    elements += sizeOf(name, expression)
    if (elements > mostElements) throw new GrammarFault(`It has more than ${mostElements} elements once its repetitions are written out`)
  }
  const nullable = leastFixpoint(grammar, isNullable)
  const productive = leastFixpoint(grammar, isProductive)
  for (const name of grammar.keys()) if (!productive.has(name)) throw new GrammarFault(`The rule "${name}" can never end`, name)
  refuseLeftRecursion(grammar, nullable)
}

/** The names of the rules an expression refers to. */
export function referencesIn(expression: Expression): string[] {
  switch (expression.type) {
    case 'reference':
      return [expression.rule]
    case 'sequence':
      return expression.items.flatMap(referencesIn)
    case 'choice':
      return expression.options.flatMap(referencesIn)
    case 'repeat':
      return referencesIn(expression.item)
    default:
      return []
  }
}

function sizeOf(rule: string, expression: Expression): number {
  const sum = (parts: readonly Expression[]) => parts.reduce((total, part) => total + 1 + sizeOf(rule, part), 0)
  switch (expression.type) {
    case 'literal':
      return expression.text.length
    case 'class':
      return expression.ranges.length * 2
    case 'reference':
      return 1
    case 'sequence':
      return sum(expression.items)
    case 'choice':
      return sum(expression.options)
    case 'repeat': {
      const { item, least, most } = expression
      const copies = Math.max(least, most ?? least, 1)
      if (copies > mostRepetitions) throw new GrammarFault(`The rule "${rule}" repeats more than ${mostRepetitions} times`, rule)
      const isElement = item.type === 'literal' || item.type === 'class' || item.type === 'reference'
      // Anything larger becomes a rule of its own, and only the reference to it is repeated.
      return isElement ? copies * (sizeOf(rule, item) + 2) : sizeOf(rule, item) + copies * 3
    }
  }
}

type Holds = (rule: string) => boolean

/** The rules for which a property holds that follows from the same property of others. */
function leastFixpoint(grammar: Grammar, has: (expression: Expression, holds: Holds) => boolean): Set<string> {
  const dependents = new Map<string, string[]>()
  for (const [name, expression] of grammar) {
    for (const rule of referencesIn(expression)) appendTo(dependents, rule, name)
  }
  const found = new Set<string>()
  const open = [...grammar.keys()]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const expression = grammar.get(name)
    if (found.has(name) || !expression || !has(expression, (rule) => found.has(rule))) continue
    found.add(name)
    open.push(...(dependents.get(name) ?? []))
  }
  return found
}

function appendTo(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

function isNullable(expression: Expression, holds: Holds): boolean {
  switch (expression.type) {
    case 'reference':
      return holds(expression.rule)
    case 'sequence':
      return expression.items.every((item) => isNullable(item, holds))
    case 'choice':
      return expression.options.some((option) => isNullable(option, holds))
    case 'repeat':
      return expression.least === 0 || isNullable(expression.item, holds)
    case 'literal':
      return expression.text === ''
    case 'class':
      return false
  }
}

function isProductive(expression: Expression, holds: Holds): boolean {
  switch (expression.type) {
    case 'reference':
      return holds(expression.rule)
    case 'sequence':
      return expression.items.every((item) => isProductive(item, holds))
    case 'choice':
      return expression.options.some((option) => isProductive(option, holds))
    case 'repeat':
      return expression.least === 0 || isProductive(expression.item, holds)
    default:
      return true
  }
}

function refuseLeftRecursion(grammar: Grammar, nullable: Set<string>): void {
  const isEmptyable = (expression: Expression) => isNullable(expression, (rule) => nullable.has(rule))
  const leftmost = (name: string, expression: Expression): string[] => {
    switch (expression.type) {
      case 'reference':
        return [expression.rule]
      case 'choice':
        return expression.options.flatMap((option) => leftmost(name, option))
      case 'repeat':
        if (expression.most === undefined && isEmptyable(expression.item)) {
          throw new GrammarFault(`The rule "${name}" repeats without end what can be empty`, name)
        }
        return leftmost(name, expression.item)
      case 'sequence': {
        const firstSolid = expression.items.findIndex((item) => !isEmptyable(item))
        const reached = firstSolid < 0 ? expression.items : expression.items.slice(0, firstSolid + 1)
        // What stands behind can still repeat without end.
        for (const item of expression.items.slice(reached.length)) leftmost(name, item)
        return reached.flatMap((item) => leftmost(name, item))
      }
      default:
        return []
    }
  }
  const edges = new Map([...grammar].map(([name, expression]) => [name, leftmost(name, expression)]))
  const done = new Set<string>()
  // Iterative, because a chain of rules may be longer than the stack is deep.
  for (const start of grammar.keys()) {
    const path = new Set<string>()
    const visits = [{ name: start, leaving: false }]
    for (let visit = visits.pop(); visit; visit = visits.pop()) {
      if (visit.leaving) {
        path.delete(visit.name)
        done.add(visit.name)
      } else if (path.has(visit.name)) {
        throw new GrammarFault(`The rule "${visit.name}" begins with itself`, visit.name)
      } else if (!done.has(visit.name)) {
        path.add(visit.name)
        visits.push({ name: visit.name, leaving: true }, ...(edges.get(visit.name) ?? []).map((name) => ({ name, leaving: false })))
      }
    }
  }
}
