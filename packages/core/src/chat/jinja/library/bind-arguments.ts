import { fail, type NamedArguments, type Value } from '../values/value.ts'

/** Arguments by the names of what takes them; undefined for those that were not given. */
export function bindArguments<Name extends string>(
  names: readonly Name[],
  args: readonly Value[],
  named: NamedArguments,
): Partial<Record<Name, Value>> {
  if (args.length > names.length) fail(`takes at most ${names.length} arguments, ${args.length} given`)
  const bound: Partial<Record<Name, Value>> = {}
  names.forEach((name, index) => {
    const value = index < args.length ? args[index] : named.get(name)
    if (value !== undefined) bound[name] = value
  })
  for (const name of named.keys()) if (!(names as readonly string[]).includes(name)) fail(`got an unexpected keyword argument '${name}'`)
  return bound
}
