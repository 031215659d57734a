/**
 * Names the fields of `input` that are absent from `parsed`, the same value after a schema dropped what it does not know.
 * An index is left out of a name, so that a thousand messages with the same unknown field make one entry.
 *
 * @example
 * ignoredFields({ model: 'canary', colour: 'red' }, { model: 'canary' }) // ['colour']
 */
export function ignoredFields(input: unknown, parsed: unknown): string[] {
  return [...new Set(missingPaths(input, parsed, ''))]
}

function missingPaths(input: unknown, parsed: unknown, path: string): string[] {
  // Values that a schema takes as they are come out as the same object: nothing inside them was dropped.
  if (input === parsed || !isObject(input) || !isObject(parsed)) return []
  if (Array.isArray(input)) {
    return input.flatMap((item, index) => missingPaths(item, (parsed as unknown as unknown[])[index], `${path}[]`))
  }
  return Object.keys(input).flatMap((key) => {
    const keyPath = path ? `${path}.${key}` : key
    return Object.hasOwn(parsed, key) ? missingPaths(input[key], parsed[key], keyPath) : [keyPath]
  })
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
