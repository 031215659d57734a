/** Variable that holds the key of a target, so that no command line and no report does. */
const keyVariable = 'HONESTAI_TARGET_KEY'

/** Headers that every request to a target carries. */
export function keyHeaders(): Record<string, string> {
  const key = process.env[keyVariable]
  return key ? { authorization: `Bearer ${key}` } : {}
}
