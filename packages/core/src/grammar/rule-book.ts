import { type Expression, type Grammar, isNever, never, reference } from './grammar.ts'

/** A grammar in the making: each rule is made when it is first used, and may use itself. */
export class RuleBook {
  readonly grammar: Grammar = new Map()
  #freshKeys = 0
  readonly #names = new Map<string, string>()

  /** Refers to the rule of a key, making it if it is new. The key may be any text; the name keeps what a name may hold. */
  rule(key: string, make: () => Expression): Expression {
    const known = this.#names.get(key)
    if (known !== undefined) return this.grammar.has(known) ? reference(known) : never
    const name = this.freshName(key)
    this.#names.set(key, name)
    // Holds the name while the rule is made, so that it can refer to itself.
    this.grammar.set(name, never)
    const expression = make()
    if (isNever(expression)) this.grammar.delete(name)
    else this.grammar.set(name, expression)
    return isNever(expression) ? never : reference(name)
  }

  /** The same expression for use in several places: what is more than one element becomes a rule, so that nesting does not multiply. */
  share(expression: Expression): Expression {
    const isGroup = expression.type === 'sequence' || expression.type === 'choice' || expression.type === 'repeat'
    return isGroup ? this.rule(this.freshKey('part'), () => expression) : expression
  }

  /** A key that no rule has yet. */
  freshKey(label: string): string {
    this.#freshKeys += 1
    return `${label} ${this.#freshKeys}`
  }

  /** A name that no rule has yet, as like to the text as a name can be. */
  freshName(key: string): string {
    const readable = key
      .replace(/[^a-zA-Z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 40)
    for (let number = 1; ; number++) {
      const name = `${readable || 'rule'}${number === 1 ? '' : `-${number}`}`
      if (!this.grammar.has(name)) return name
    }
  }
}
