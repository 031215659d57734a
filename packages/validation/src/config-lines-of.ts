/** Every value of a config with the path to it, as a person would name it. */
export function configLinesOf(value: unknown, path = ''): [path: string, value: unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([name, inner]) => configLinesOf(inner, path === '' ? name : `${path}.${name}`))
}
