/** Why a grammar cannot be used. Becomes an error of the table where it is known what the caller sent. */
export class GrammarFault extends Error {
  override readonly name = 'GrammarFault'
  /** The rule at fault, where there is one. */
  readonly rule: string | undefined

  constructor(message: string, rule?: string) {
    super(message)
    this.rule = rule
  }
}
