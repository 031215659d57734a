import type { SeenError } from './error-case.ts'

/** Command lines that the steps of an error tell to run. */
export const commandsIn = ({ error }: SeenError): string[] =>
  (error?.steps ?? []).flatMap((step) => /^Run `([^`]+)`, which /.exec(step)?.[1] ?? [])

/** A line of the config that a step tells to set: its path, and the number or text that its value names. */
export type ConfigLine = { path: string; value: unknown }

/** Lines that the steps of an error tell to set in the config. Values that are only described, such as "more bytes", are none. */
export const configLinesIn = ({ error }: SeenError): ConfigLine[] =>
  (error?.steps ?? []).flatMap((step) => {
    const [, path, value = ''] = /^Set `([^`]+)` to (.+) in the config: /.exec(step) ?? []
    const known = parseValue(value)
    return path === undefined || known === undefined ? [] : [{ path, value: known }]
  })

function parseValue(words: string): unknown {
  const [, listed] = /^a list with "(.+)"$/.exec(words) ?? []
  if (listed !== undefined) return [listed]
  const [, number] = /^(?:at least )?(\d+)$/.exec(words) ?? []
  if (number !== undefined) return Number(number)
  return /^[0-9a-f]{64}$/.test(words) ? words : /^"(\w+)"$/.exec(words)?.[1]
}

/** Sets a line in a config, as a person would; `models[]` is the model that the error is about. */
export function setConfigLine(config: object, { path, value }: ConfigLine, model: string): void {
  const [last = '', ...outer] = path.split('.').toReversed()
  let place = config as Record<string, unknown>
  for (const name of outer.toReversed()) {
    if (name === 'models[]') place = (place.models as { id: string }[]).find(({ id }) => id === model) as Record<string, unknown>
    else {
      place[name] ??= {}
      place = place[name] as Record<string, unknown>
    }
  }
  place[last] = value
}
