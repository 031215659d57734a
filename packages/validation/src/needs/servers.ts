import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ability, Config } from '@honestai/core'
import type { TestContext } from 'vitest'
import { modelThatCan } from '../model-that-can.ts'
import type { Subject } from '../run-context.ts'
import { type RunningServer, startServer } from '../server-process/running-server.ts'
import { type ServerOptions, type ServerProcess, serveCommand, spawnServer } from '../server-process/server-process.ts'

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
