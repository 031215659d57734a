import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { SubjectFailure } from '../../base/subject-failure.ts'
import { childProcesses } from '../server-process/child-processes.ts'
import { freePort, plainEnvironment, sendSignal } from '../server-process/server-process.ts'

/** A server that was started by a command. */
export type StartedTarget = {
  url: string
  /** Process id of the server, not of what it was started through. */
  pid(): number
  /** Resolves with how it ended. */
  ended: Promise<string>
  /** Sends a signal and waits for the end as long as it is given; null when it goes on. */
  stop(signal: NodeJS.Signals, limitMs: number): Promise<string | null>
  /** Ends it and all that it started, at once. */
  kill(): Promise<void>
  /** What it said, the end of it. */
  stderrTail(): string
}

export const portMark = '{port}'
const pollMs = 50
const keptCharacters = 4_000

/**
 * Starts a server by the user's command, on a free port of loopback, and waits until it says that it is ready: how long that took comes with it.
 * One that ends or stays silent has failed, and is ended. `prefix`: a command it is started through, such as strace.
 */
export async function startTarget(
  command: string,
  { limitMs, headers, prefix }: { limitMs: number; headers: Readonly<Record<string, string>>; prefix?: readonly string[] | undefined },
): Promise<StartedTarget & { readyMs: number }> {
  const server = await spawnTarget(command, prefix)
  try {
    return { ...server, readyMs: await untilReady(server, limitMs, headers) }
  } catch (error) {
    await server.kill()
    throw error
  }
}

async function spawnTarget(command: string, prefix: readonly string[] = []): Promise<StartedTarget> {
  const port = await freePort()
  const line = `exec ${command.replaceAll(portMark, String(port))}`
  const [file = '', ...rest] = [...prefix, 'sh', '-c', line]
  // A process group of its own: whatever it starts can be ended with it.
  const child = spawn(file, rest, { env: plainEnvironment(), stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const group = child.pid
  if (group === undefined) throw new Error(`${file} cannot be started.`)
  let words = ''
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-keptCharacters)
    })
  }
  const ended = once(child, 'exit').then(([code, signal]) => String(signal ?? code))
  const pidOf = () => (prefix.length > 0 ? childProcesses(group)[0] : undefined) ?? group
  return {
    url: `http://127.0.0.1:${port}`,
    pid: pidOf,
    ended,
    stderrTail: () => words,
    async stop(signal, limitMs) {
      if (isAlive(child)) sendSignal(pidOf(), signal)
      return Promise.race([ended, wait(limitMs, null, { ref: false })])
    },
    async kill() {
      sendSignal(-group, 'SIGKILL')
      await ended
    },
  }
}

/** Resolves with the milliseconds that passed until the server said that it is ready. */
async function untilReady(
  { url, ended, stderrTail }: StartedTarget,
  limitMs: number,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const startedAt = performance.now()
  let end: string | undefined
  ended.then((how) => {
    end = how
  })
  while (performance.now() - startedAt < limitMs) {
    if (end !== undefined) throw new SubjectFailure(`The server ended with ${end} instead of listening: ${stderrTail()}`)
    if (await saysReady(url, headers)) return performance.now() - startedAt
    await wait(pollMs)
  }
  throw new SubjectFailure(`The server was not ready within ${limitMs} ms: ${stderrTail()}`)
}

/** Asks the routes of readiness that there are, the strictest first. One that has none of them is ready when it answers at all. */
async function saysReady(url: string, headers: Readonly<Record<string, string>>): Promise<boolean> {
  for (const path of ['/readyz', '/health', '/v1/models']) {
    const response = await fetch(url + path, { headers, signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.status !== 404) return response?.ok ?? false
  }
  return true
}

const isAlive = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null
