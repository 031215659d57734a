import { createLibrary } from './library/create-library.ts'
import { createGlobals } from './library/globals.ts'
import { execute } from './run/execute.ts'
import { Scope } from './run/scope.ts'
import type { Statement } from './syntax/node.ts'
import { parseTemplate } from './syntax/parse-template.ts'
import { concat, type Str } from './values/text.ts'
import { TemplateError, type Value } from './values/value.ts'

const library = createLibrary()

/**
 * A chat template, read as Jinja2 reads it with the settings of Hugging Face's Transformers. Its values are Python's, and it
 * knows of every stretch of its text whether a caller wrote it.
 */
export class Template {
  readonly #statements: readonly Statement[]

  /** Throws `TemplateError` for what is no template. */
  constructor(source: string) {
    this.#statements = parseTemplate(source)
  }

  /** Renders with these variables. Throws `TemplateError` with the line that failed. */
  render(variables: ReadonlyMap<string, Value>, now: Date): Str {
    const scope = new Scope()
    for (const [name, value] of createGlobals(now)) scope.set(name, value)
    for (const [name, value] of variables) scope.set(name, value)
    const out: Str[] = []
    try {
      execute(this.#statements, new Scope(scope), library, out)
    } catch (error) {
      // Templates can call themselves without end.
      if (error instanceof RangeError) throw new TemplateError('It is nested too deep or makes too long a text.')
      throw error
    }
    return concat(out)
  }
}
