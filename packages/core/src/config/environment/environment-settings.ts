import { formatPath } from '../faults/say-issue.ts'
import { configJsonSchema, type JsonSchema } from '../schema/config-json-schema.ts'

/** A variable of the environment that sets a key of the config. */
export type EnvironmentSetting = {
  /** As in HONESTAI_SERVER__MAX_TOOLS. */
  name: string
  /** Where it stands in the config. */
  path: readonly string[]
  schema: JsonSchema
}

/** Settings that people write often have a shorter name too. */
const shortNames: Readonly<Record<string, string>> = {
  'server.host': 'HONESTAI_HOST',
  'server.port': 'HONESTAI_PORT',
  'server.apiKeysFile': 'HONESTAI_API_KEYS_FILE',
  'server.allowNoKey': 'HONESTAI_ALLOW_NO_KEY',
  'server.logLevel': 'HONESTAI_LOG_LEVEL',
  'server.logPrompts': 'HONESTAI_LOG_PROMPTS',
}

/**
 * Every variable that sets a key of the config, from the schema that checks it. Lists of objects, which models are, have none: they need a file.
 *
 * @example
 * environmentSettings().find(({ name }) => name === 'HONESTAI_SERVER__MAX_TOOLS')?.path // ['server', 'maxTools']
 */
export function environmentSettings(): EnvironmentSetting[] {
  return leavesOf(configJsonSchema(), []).flatMap(({ path, schema }) => {
    const short = shortNames[formatPath(path)]
    return [toName(path), ...(short === undefined ? [] : [short])].map((name) => ({ name, path, schema }))
  })
}

function leavesOf({ properties = {} }: JsonSchema, at: readonly string[]): Omit<EnvironmentSetting, 'name'>[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const path = [...at, key]
    if (schema.type === 'object') return leavesOf(schema, path)
    return key === '$schema' || schema.items?.type === 'object' ? [] : [{ path, schema }]
  })
}

const toName = (path: readonly string[]) =>
  `HONESTAI_${path.map((key) => key.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase()).join('__')}`
