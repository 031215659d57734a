import type { Expression, Grammar } from '../grammar.ts'

// After so many choices only the shortest way to an end is taken.
const freeChoices = 60

/** A text that a grammar matches, for tests. `random` gives numbers from 0 to below 1. */
export function sampleGrammar(grammar: Grammar, random: () => number, root = 'root'): string {
  const lengths = shortestLengths(grammar)
  let choices = 0
  const pick = (count: number) => Math.floor(random() * count)
  const sample = (expression: Expression): string => {
    switch (expression.type) {
      case 'literal':
        return expression.text
      case 'class': {
        const [first, last] = expression.ranges[pick(expression.ranges.length)] ?? [0, 0]
        return String.fromCodePoint(first + pick(Math.min(last - first + 1, 200)))
      }
      case 'reference':
        return sample(ruleOf(grammar, expression.rule))
      case 'sequence':
        return expression.items.map(sample).join('')
      case 'choice': {
        choices += 1
        const ordered = expression.options.toSorted((a, b) => lengthOf(a, lengths) - lengthOf(b, lengths))
        const option = choices > freeChoices ? ordered[0] : ordered[pick(ordered.length)]
        return option ? sample(option) : ''
      }
      case 'repeat': {
        choices += 1
        const { item, least, most = least + 4 } = expression
        const count = choices > freeChoices ? least : least + pick(Math.min(most - least, 6) + 1)
        return Array.from({ length: count }, () => sample(item)).join('')
      }
    }
  }
  return sample(ruleOf(grammar, root))
}

/** Whether a grammar matches the whole of a text, for tests. */
export function matchesGrammar(grammar: Grammar, text: string, root = 'root'): boolean {
  const points = [...text]
  const known = new Map<string, Set<number>>()
  const ends = (expression: Expression, at: number): Set<number> => {
    switch (expression.type) {
      case 'literal':
        return [...expression.text].every((point, index) => points[at + index] === point)
          ? new Set([at + [...expression.text].length])
          : new Set()
      case 'class': {
        const point = points[at]?.codePointAt(0)
        return new Set(point !== undefined && expression.ranges.some(([first, last]) => first <= point && point <= last) ? [at + 1] : [])
      }
      case 'reference': {
        const key = `${expression.rule} ${at}`
        const found = known.get(key) ?? ends(ruleOf(grammar, expression.rule), at)
        known.set(key, found)
        return found
      }
      case 'sequence':
        return expression.items.reduce((starts, item) => everyEnd(item, starts), new Set([at]))
      case 'choice':
        return new Set(expression.options.flatMap((option) => [...ends(option, at)]))
      case 'repeat': {
        const { item, least, most = Number.POSITIVE_INFINITY } = expression
        const reached = new Set<number>(least === 0 ? [at] : [])
        let starts = new Set([at])
        for (let count = 1; count <= most && starts.size > 0 && count <= points.length + least + 1; count++) {
          starts = everyEnd(item, starts)
          if (count >= least) for (const end of starts) reached.add(end)
        }
        return reached
      }
    }
  }
  const everyEnd = (item: Expression, starts: Set<number>) => new Set([...starts].flatMap((start) => [...ends(item, start)]))
  return ends(ruleOf(grammar, root), 0).has(points.length)
}

function ruleOf(grammar: Grammar, name: string): Expression {
  const rule = grammar.get(name)
  if (!rule) throw new Error(`There is no rule ${name}.`)
  return rule
}

function lengthOf(expression: Expression, lengths: ReadonlyMap<string, number>): number {
  switch (expression.type) {
    case 'literal':
      return expression.text.length
    case 'class':
      return 1
    case 'reference':
      return lengths.get(expression.rule) ?? Number.POSITIVE_INFINITY
    case 'sequence':
      return expression.items.reduce((sum, item) => sum + lengthOf(item, lengths), 0)
    case 'choice':
      return Math.min(...expression.options.map((option) => lengthOf(option, lengths)))
    case 'repeat':
      return expression.least === 0 ? 0 : expression.least * lengthOf(expression.item, lengths)
  }
}

function shortestLengths(grammar: Grammar): Map<string, number> {
  const lengths = new Map<string, number>()
  for (let changed = true; changed; ) {
    changed = false
    for (const [name, expression] of grammar) {
      const length = lengthOf(expression, lengths)
      if (length < (lengths.get(name) ?? Number.POSITIVE_INFINITY)) {
        lengths.set(name, length)
        changed = true
      }
    }
  }
  return lengths
}
