import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ability, Config } from '@honestai/core'
import type { OpenAI } from 'openai'
import type { TestContext } from 'vitest'
import type { Subject, SubjectModel } from '../../subject/run-context.ts'
import { modelThatCan } from '../../subject/run-context.ts'
import { type RunningServer, startServer } from '../../subject/server-process/running-server.ts'
import { type ServerOptions, type ServerProcess, serveCommand, spawnServer } from '../../subject/server-process/server-process.ts'

type Context = Pick<TestContext, 'task'> & { subject: Subject; temporaryFolder: string }
type Fixture = { onCleanup: (cleanup: () => Promise<void>) => void }

/** What differs from the subject's own config, all of its models lazy, and how the process is started. */
export type Variation = Omit<ServerOptions, 'arguments'> & { config?: (config: WritableConfig) => unknown }

/** A copy of the subject's config, to change at will; what a check makes of it may be wrong on purpose. */
export type WritableConfig = { -readonly [Key in keyof Config]: Config[Key] }

/** Starts servers of the check's own: fresh, varied or broken. */
export type Servers = {
  start(variation?: Variation): Promise<RunningServer>
  /** Spawns without expecting that it starts. */
  spawn(variation?: Variation): ServerProcess
  /** The shell's line that serves the subject, with `{port}` where the port goes. */
  commandLine(): string
}

export function serversNeed({ subject, temporaryFolder }: Context, { onCleanup }: Fixture): Servers {
  const running = new Set<ServerProcess | RunningServer>()
  onCleanup(async () => {
    await Promise.all([...running].map((server) => server.kill()))
  })

  let configs = 0
  const toOptions = ({ config, ...options }: Variation): ServerOptions => {
    if (!config && subject.kind === 'canary') return options
    const file = join(temporaryFolder, `config-${++configs}.json`)
    writeFileSync(file, JSON.stringify(config ? config(lazyCopy(subject.config)) : subject.config))
    return { ...options, arguments: ['--config', file] }
  }

  const idOf = (ability: Ability) => modelThatCan(subject, ability)?.id ?? ''
  const defaults = { chat: idOf('chat'), embed: idOf('embed') }

  return {
    async start(variation = {}) {
      const server = await startServer(toOptions(variation), defaults)
      running.add(server)
      return server
    },
    commandLine: () => [...serveCommand('{port}'), ...(toOptions({}).arguments ?? [])].map((word) => `'${word}'`).join(' '),
    spawn(variation = {}) {
      const server = spawnServer(toOptions(variation))
      running.add(server)
      return server
    },
  }
}

/** A check that changes the config says what is loaded when, and what a server cannot do without; not whoever wrote the config. */
function lazyCopy(config: Config): WritableConfig {
  const copy = structuredClone(config)
  return { ...copy, models: copy.models.map((model) => ({ ...model, preload: false, required: false })) }
}

/** The official client of the registry, pointed at the server with nothing but its address and any key. */
export async function openaiNeed({ server }: { server: RunningServer }): Promise<OpenAI> {
  const { default: OpenAI } = await import('openai')
  return new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'any', maxRetries: 0, timeout: 20_000 })
}

/** The real server on the subject's config, started through its command line, stopped politely when the check ends. */
export async function serverNeed(
  { servers, weights: _ }: { servers: Servers; weights: SubjectModel },
  { onCleanup }: Fixture,
): Promise<RunningServer> {
  const server = await servers.start()
  onCleanup(async () => {
    await server.stop()
  })
  return server
}
