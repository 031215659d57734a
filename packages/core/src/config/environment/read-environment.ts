import type { ConfigFault } from '../faults/find-config-faults.ts'
import { formatPath } from '../faults/say-issue.ts'
import type { JsonSchema } from '../schema/config-json-schema.ts'
import { type EnvironmentSetting, environmentSettings } from './environment-settings.ts'

/** A key of the config as the environment sets it. */
export type EnvironmentValue = Pick<EnvironmentSetting, 'name' | 'path'> & { value: unknown }

/** What the environment says about the config. */
export type EnvironmentConfig = { file: string | undefined; model: string | undefined; values: EnvironmentValue[]; faults: ConfigFault[] }

// Read elsewhere: keys never become part of a config, and the gate marks the processes of a run.
const otherNames = ['HONESTAI_CONFIG', 'HONESTAI_MODEL', 'HONESTAI_API_KEYS', 'HONESTAI_GATE_RUN']

/** Reads the HONESTAI_… variables. An empty one counts as absent; one that sets nothing is a fault, for it is a misspelling. */
export function readEnvironment(environment: NodeJS.ProcessEnv): EnvironmentConfig {
  const settings = new Map(environmentSettings().map((setting) => [setting.name, setting]))
  const values: EnvironmentValue[] = []
  const faults: ConfigFault[] = []
  for (const [name, text] of Object.entries(environment)) {
    if (!name.startsWith('HONESTAI_') || text === undefined || text === '' || otherNames.includes(name)) continue
    const setting = settings.get(name)
    const twin = values.find(({ path }) => setting && formatPath(path) === formatPath(setting.path))
    if (!setting) faults.push({ path: name, problem: 'there is no such setting; `honestai config environment` lists them' })
    else if (twin) faults.push({ path: name, problem: `sets the same as ${twin.name}; set one of them` })
    else values.push({ name, path: setting.path, value: parseText(text, setting.schema) })
  }
  return { file: environment.HONESTAI_CONFIG || undefined, model: environment.HONESTAI_MODEL || undefined, values, faults }
}

/** A text as the type that the schema wants; what cannot be read so stays text, and the schema then says what it wants. */
function parseText(text: string, { type, items }: JsonSchema): unknown {
  switch (type) {
    case 'integer':
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text)
    case 'boolean':
      return { true: true, 1: true, false: false, 0: false }[text.toLowerCase()] ?? text
    case 'array':
      return text.split(',').map((item) => parseText(item.trim(), items ?? {}))
    default:
      return text
  }
}
