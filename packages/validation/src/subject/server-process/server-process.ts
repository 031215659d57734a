import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { SubjectFailure } from '../../base/subject-failure.ts'
import { childProcesses } from './child-processes.ts'

/** How a process ended. */
export type Ending = { code: number | null; signal: NodeJS.Signals | null }

/** One structured log line of the server. */
export type LogRecord = Record<string, unknown>

export type ServerOptions = {
  /** Arguments after `serve --port 0`. */
  arguments?: readonly string[]
  /** Command the server is started through, such as strace. */
  prefix?: readonly string[]
  environment?: NodeJS.ProcessEnv
  /** File that is started, in place of this repository's server. */
  main?: string | undefined
  /** Throws the log away, so that reading it costs nobody anything. */
  discardLog?: boolean
}

/** A spawned server, listening or not. */
export type ServerProcess = {
  child: ChildProcess
  /** Resolves with the address once the server prints it, or with the ending of a server that refused to start. */
  started: Promise<{ url: string } | Ending>
  ended: Promise<Ending>
  stdout(): string
  stderr(): string
  logs(): LogRecord[]
  /** Sends a signal and waits for the end; kills what does not end in time, which is the subject's failure. */
  stop(signal?: NodeJS.Signals): Promise<Ending & { durationMs: number }>
  /** Ends it and everything it started, at once. */
  kill(): Promise<void>
}

const require = createRequire(import.meta.url)
const serverMain = join(dirname(require.resolve('@honestai/server')), 'main.ts')
// The server itself gives running requests ten seconds.
const stopDeadlineMs = 20_000

/** Servers of this process that have not ended. */
export const liveServers = new Set<ServerProcess>()

/** The words that start the real server, of this repository or another. */
export const serveCommand = (port: string, main = serverMain): string[] => [process.execPath, main, 'serve', '--port', port]

/** Starts the real server through its command line, on a port the kernel picks. */
export function spawnServer(options: ServerOptions = {}): ServerProcess {
  const [file = '', ...rest] = [...(options.prefix ?? []), ...serveCommand('0', options.main), ...(options.arguments ?? [])]
  const child = spawn(file, rest, {
    env: { ...plainEnvironment(), ...options.environment },
    stdio: ['ignore', 'pipe', options.discardLog ? 'ignore' : 'pipe'],
    // A process group of its own: whatever it starts can be ended with it.
    detached: true,
  }) as ChildProcessByStdio<null, Readable, Readable | null>
  const group = child.pid
  if (group === undefined) throw new Error(`${file} cannot be started.`)
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })

  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }) as Ending)
  const listening = new Promise<{ url: string }>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /serves on (http:\S+)/.exec(line)?.[1]
      if (url) resolve({ url })
    })
  })

  const kill = async () => {
    sendSignal(-group, 'SIGKILL')
    await ended
  }

  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    const startedAt = performance.now()
    const [traced] = options.prefix ? childProcesses(group) : []
    if (child.exitCode === null && child.signalCode === null) sendSignal(traced ?? group, signal)
    const ending = await Promise.race([ended, wait(stopDeadlineMs, null, { ref: false })])
    if (ending) return { ...ending, durationMs: performance.now() - startedAt }
    await kill()
    throw new SubjectFailure(`The server did not end within ${stopDeadlineMs} ms of ${signal}.`)
  }

  const server: ServerProcess = {
    child,
    started: Promise.race([listening, ended]),
    ended,
    stdout: () => stdout,
    stderr: () => stderr,
    logs: () => parseLogs(stderr),
    stop,
    kill,
  }
  liveServers.add(server)
  ended.finally(() => liveServers.delete(server))
  return server
}

const parseLogs = (text: string): LogRecord[] =>
  text.split('\n').flatMap((line) => {
    try {
      return line.startsWith('{') ? [JSON.parse(line)] : []
    } catch {
      return []
    }
  })

/** Variables a server may see. Everything else, tokens and the test runner's own among them, stays outside. */
const passedOn = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ', 'LD_LIBRARY_PATH', 'HONESTAI_GATE_RUN', 'NODE_COMPILE_CACHE']

/** The environment of a subject: what a fresh login would give it, so that no variable of the gate can sway it. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
}

/** A port of loopback that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Sends a signal to a process or, by its negative id, to a process group, unless it ended in the meantime. */
export function sendSignal(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal)
  } catch {
    // It ended in the meantime.
  }
}
