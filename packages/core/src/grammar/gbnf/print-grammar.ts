import type { CodePointRange, Expression, Grammar } from '../grammar.ts'

/**
 * Writes a grammar as GBNF, flat: every part that is more than one element gets a rule of its own. llama.cpp reads nested
 * groups by recursion and multiplies the repetitions of what is inside them, so deep nesting would end the process.
 */
export function printGrammar(grammar: Grammar): string {
  const lines: string[] = []
  let partCount = 0
  const addRule = (name: string, expression: Expression): void => {
    const options = expression.type === 'choice' ? expression.options : [expression]
    const texts = options.map((option) => printSequence(name, option))
    lines.push(`${name} ::= ${texts.join(' | ')}`)
  }
  const printSequence = (rule: string, expression: Expression): string =>
    expression.type === 'sequence' ? expression.items.map((item) => printItem(rule, item)).join(' ') || '""' : printItem(rule, expression)
  const printItem = (rule: string, item: Expression): string => {
    if (item.type === 'repeat') return `${printElement(rule, item.item)}${printCount(item.least, item.most)}`
    return printElement(rule, item)
  }
  const printElement = (rule: string, element: Expression): string => {
    if (element.type === 'literal') return `"${[...element.text].map(printCharacter).join('')}"`
    if (element.type === 'class') return `[${element.ranges.map(printRange).join('')}]`
    if (element.type === 'reference') return element.rule
    const part = freshName(rule)
    addRule(part, element)
    return part
  }
  const freshName = (rule: string): string => {
    for (;;) {
      const name = `${rule}-p${++partCount}`
      if (!grammar.has(name)) return name
    }
  }
  for (const [name, expression] of grammar) addRule(name, expression)
  return `${lines.join('\n')}\n`
}

function printCount(least: number, most: number | undefined): string {
  if (most === undefined) return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`
  if (least === 0 && most === 1) return '?'
  return least === most ? `{${least}}` : `{${least},${most}}`
}

const printRange = ([first, last]: CodePointRange): string =>
  first === last ? printPoint(first) : `${printPoint(first)}-${printPoint(last)}`

const printCharacter = (character: string): string => printPoint(character.codePointAt(0) ?? 0)

// Letters, digits and a few marks that mean nothing in GBNF; all else by number.
function printPoint(point: number): string {
  const character = String.fromCodePoint(point)
  return /^[\w :,.;{}()<>/|=+*?!#$%&'@~`]$/.test(character) ? character : `\\U${point.toString(16).toUpperCase().padStart(8, '0')}`
}
