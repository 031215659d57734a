/**
 * A path into a document as people write it.
 *
 * @example
 * formatPath(['models', 0, 'path']) // 'models[0].path'
 */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    '',
  )
}
