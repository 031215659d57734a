import { readFile } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import { parse, YAMLParseError } from 'yaml'
import { routerError } from '../errors.ts'
import { canaryConfig } from './canary-config.ts'
import { type Config, config } from './config.ts'
import { deepFreeze } from './deep-freeze.ts'
import { findConfigFaults } from './find-config-faults.ts'
import type { ServerConfig } from './server-config.ts'

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
 * Reads, checks and freezes a config. Relative model paths start at the config file.
 *
 * Throws `config_unreadable` and `config_invalid`; the latter names every fault at once.
 *
 * @example
 * const config = await loadConfig({ model: 'models/canary/canary.gguf', port: 0 })
 */
export async function loadConfig(source: ConfigSource = {}): Promise<Config> {
  const base = await readBase(source)
  const { file, model, apiKeysFile, ...options } = source
  const keys = apiKeysFile === undefined ? {} : { apiKeysFile: resolve(apiKeysFile) }
  return deepFreeze({ ...base, server: { ...base.server, ...keys, ...withoutUndefined(options) } })
}

const withoutUndefined = <Value extends object>(value: Value) =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as { [Key in keyof Value]?: NonNullable<Value[Key]> }

async function readBase({ file, model }: ConfigSource): Promise<Config> {
  if (file !== undefined && model !== undefined) {
    throw routerError('config_invalid', {
      file: 'The command line',
      faults: [{ path: '--model', problem: 'cannot be combined with --config, which names its own models' }],
    })
  }
  if (file !== undefined) return readConfigFile(file)
  if (model !== undefined) return parseConfig('The command line', { models: [{ id: idOf(model), path: resolve(model) }] })
  return canaryConfig()
}

async function readConfigFile(file: string): Promise<Config> {
  const name = basename(file)
  const parsed = parseConfig(name, parseText(name, await readText(file, name)))
  const folder = dirname(resolve(file))
  const absolute = (path: string | undefined) => (path === undefined ? {} : { path: resolve(folder, path) })
  const { apiKeysFile } = parsed.server
  return {
    ...parsed,
    models: parsed.models.map((model) => ({ ...model, ...absolute(model.path) })),
    server: { ...parsed.server, ...(apiKeysFile === undefined ? {} : { apiKeysFile: resolve(folder, apiKeysFile) }) },
  }
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

function parseText(name: string, text: string): unknown {
  try {
    return parse(text) ?? {}
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error
    throw routerError('config_unreadable', { file: name, reason: `It is not valid YAML: ${error.message.split('\n')[0]}` })
  }
}

function parseConfig(name: string, value: unknown): Config {
  const result = config.safeParse(value)
  if (result.success) return result.data
  throw routerError('config_invalid', { file: name, faults: findConfigFaults(value) })
}

// A model given by its path alone is named after its file.
const idOf = (path: string) => basename(path, extname(path)).replace(/[^\w.-]/g, '-') || 'model'
