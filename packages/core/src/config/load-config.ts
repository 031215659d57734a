import { readFile } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import { routerError } from '../errors.ts'
import { canaryConfig } from './canary-config.ts'
import { type EnvironmentValue, readEnvironment } from './environment/read-environment.ts'
import { type ConfigFault, findConfigFaults } from './faults/find-config-faults.ts'
import { formatPath } from './faults/say-issue.ts'
import { type Config, config } from './schema/config.ts'
import type { ServerConfig } from './schema/server-config.ts'

/** Where a config comes from. `model` is the shorthand for a config with one model; with neither, the canary is served. */
export type ConfigSource = {
  file?: string | undefined
  model?: string | undefined
  host?: string | undefined
  port?: number | undefined
  /** File with API keys; a relative path starts at the working directory. */
  apiKeysFile?: string | undefined
  /** Listen beyond loopback without API keys. */
  allowNoKey?: boolean | undefined
  logLevel?: ServerConfig['logLevel'] | undefined
  /** Write the bodies of requests into the log. */
  logPrompts?: boolean | undefined
}

/**
 * Reads, checks and freezes a config: what the caller says wins over HONESTAI_… variables, and they over the file. Relative paths start at the
 * config file, those of the environment and of the caller at the working directory.
 *
 * Throws `config_unreadable` and `config_invalid`; the latter names every fault at once.
 *
 * @example
 * const config = await loadConfig({ model: 'models/canary/canary.gguf', port: 0 })
 */
export async function loadConfig(source: ConfigSource = {}, environment: NodeJS.ProcessEnv = process.env): Promise<Config> {
  const { file, model, ...options } = source
  const said = readEnvironment(environment)
  // Who names weights or a file on the command line does not want those of the environment.
  const base = file === undefined && model === undefined ? await readBase(said) : await readBase(source)
  const value = structuredClone(base.value)
  for (const { path, value: item } of said.values) setAt(value, path, toAbsolute(path.at(-1), item))
  for (const [key, item] of Object.entries(options)) if (item !== undefined) setAt(value, ['server', key], toAbsolute(key, item))
  const result = config.safeParse(value)
  if (result.success && said.faults.length === 0) return deepFreeze(withAbsolutePaths(result.data, base.folder))
  const faults = result.success ? [] : findConfigFaults(value)
  throw routerError('config_invalid', {
    file: base.name,
    faults: [...said.faults, ...faults.map((fault) => nameSource(fault, said.values))],
  })
}

/** A config as it was written, and where. */
type Base = { name: string; value: unknown; folder: string }

async function readBase({ file, model }: Pick<ConfigSource, 'file' | 'model'>): Promise<Base> {
  if (file !== undefined && model !== undefined) {
    const faults = [{ path: '--model', problem: 'cannot be combined with --config, which names its own models' }]
    throw routerError('config_invalid', { file: 'The command line', faults })
  }
  const folder = process.cwd()
  if (model !== undefined) return { name: 'The command line', value: { models: [{ id: idOf(model), path: model }] }, folder }
  if (file === undefined) return { name: 'The environment', value: canaryConfig(), folder }
  const name = basename(file)
  return { name, value: await parseText(name, await readText(file, name)), folder: dirname(resolve(file)) }
}

/** Sets a value in a tree; what stands there and is no object is a fault of its own, which the schema finds. */
function setAt(tree: unknown, [key, ...rest]: readonly string[], value: unknown): void {
  if (typeof tree !== 'object' || tree === null || key === undefined) return
  const holder = tree as Record<string, unknown>
  if (rest.length > 0) holder[key] ??= {}
  if (rest.length > 0) setAt(holder[key], rest, value)
  else holder[key] = value
}

const toAbsolute = (key: string | undefined, value: unknown) =>
  key === 'apiKeysFile' && typeof value === 'string' ? resolve(value) : value

function withAbsolutePaths(parsed: Config, folder: string): Config {
  const { models, server } = parsed
  const { apiKeysFile } = server
  return {
    ...parsed,
    models: models.map(({ path, chatTemplate, ...model }) => ({
      ...model,
      ...(path === undefined ? {} : { path: resolve(folder, path) }),
      ...(chatTemplate === undefined ? {} : { chatTemplate: isFile(chatTemplate) ? resolve(folder, chatTemplate) : chatTemplate }),
    })),
    server: apiKeysFile === undefined ? server : { ...server, apiKeysFile: resolve(folder, apiKeysFile) },
  }
}

/** A fault of a value that a variable set is a fault of the variable. */
function nameSource({ path, problem }: ConfigFault, values: readonly EnvironmentValue[]): ConfigFault {
  const variable = values.find((value) => path === formatPath(value.path) || path.startsWith(`${formatPath(value.path)}[`))
  return { path: variable?.name ?? path, problem }
}

async function readText(file: string, name: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const reason = code === 'ENOENT' ? 'There is no such file.' : `The operating system refused to read it (${code}).`
    throw routerError('config_unreadable', { file: name, reason })
  }
}

async function parseText(name: string, text: string): Promise<unknown> {
  // Only who has a config file waits for its parser to be loaded.
  const { parse, YAMLParseError } = await import('yaml')
  try {
    return parse(text) ?? {}
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error
    throw routerError('config_unreadable', { file: name, reason: `It is not valid YAML: ${error.message.split('\n')[0]}` })
  }
}

// A model given by its path alone is named after its file.
const idOf = (path: string) => basename(path, extname(path)).replace(/[^\w.-]/g, '-') || 'model'

/** Freezes a plain value and all it holds, so that a config cannot change after it was checked. */
function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze)
    Object.freeze(value)
  }
  return value
}

// Built-in templates have names without a dot.
const isFile = (chatTemplate: string) => /[./\\]/.test(chatTemplate)
