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
