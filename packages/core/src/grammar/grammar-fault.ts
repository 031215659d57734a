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

/** What of a JSON schema a grammar cannot keep to, and where: a JSON pointer as a URI fragment, such as `#/properties/name/not`. */
export class SchemaFault extends Error {
  override readonly name = 'SchemaFault'
  readonly pointer: string

  constructor(pointer: string, problem: string) {
    super(problem)
    this.pointer = pointer
  }
}

/** The pointer to a member. */
export const pointTo = (pointer: string, ...names: (string | number)[]): string =>
  [pointer, ...names.map((name) => encodeURI(String(name).replaceAll('~', '~0').replaceAll('/', '~1')))].join('/')
