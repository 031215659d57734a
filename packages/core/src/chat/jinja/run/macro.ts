import type { Library } from '../library/library.ts'
import type { Parameter } from '../syntax/node.ts'
import type { Str } from '../values/text.ts'
import { Dict, fail, Thing, Tuple, Undefined, type Value } from '../values/value.ts'
import { evaluate } from './evaluate.ts'
import { Scope } from './scope.ts'

/** A macro of that name; `run` gives what its body prints with its arguments in scope. */
export function makeMacro(
  name: string,
  parameters: readonly Parameter[],
  scope: Scope,
  library: Library,
  run: (inner: Scope) => Str,
): Thing {
  const call = (args: readonly Value[], named: ReadonlyMap<string, Value>) => {
    const inner = new Scope(scope)
    const rest = new Map(named)
    parameters.forEach((parameter, index) => {
      const given = index < args.length ? args[index] : rest.get(parameter.name)
      if (index >= args.length) rest.delete(parameter.name)
      else if (rest.has(parameter.name)) fail(`macro '${name}' got multiple values for argument '${parameter.name}'`)
      inner.set(parameter.name, given !== undefined ? given : defaultOf(parameter, inner, library))
    })
    inner.set('varargs', new Tuple(args.slice(parameters.length)))
    inner.set('caller', rest.get('caller') ?? new Undefined('No caller defined'))
    rest.delete('caller')
    inner.set('kwargs', new Dict(rest))
    return run(inner)
  }
  const attributes = new Map<string, Value>([
    ['name', name],
    ['arguments', new Tuple(parameters.map((parameter) => parameter.name))],
  ])
  return new Thing('Macro', attributes, call)
}

function defaultOf({ name, value }: Parameter, scope: Scope, library: Library): Value {
  return value ? evaluate(value, scope, library) : new Undefined(`parameter '${name}' was not provided`)
}
