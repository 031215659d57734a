import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { plainEnvironment, sendSignal } from '../../subject/server-process/server-process.ts'

/** How a command ended, and what it said. */
export type CommandEnd = { exitCode: number | null; stdout: string; stderr: string }

export type CommandOptions = {
  /** Beside what a fresh login gives. */
  environment?: Record<string, string>
  /** Command that the line is started through, such as one that makes a namespace. */
  prefix?: readonly string[]
  /** Where it runs; a folder of the check's own by default. */
  folder?: string
  signal?: AbortSignal
  /** Once this stands on stdout the command is told to end, as one that serves never ends by itself. */
  until?: RegExp
}

/** Runs command lines as a person pastes them into a shell, with `honestai` on the path. */
export type HonestAi = (line: string, options?: CommandOptions) => Promise<CommandEnd>

type Context = { temporaryFolder: string }
type Fixture = { onCleanup: (cleanup: () => Promise<void>) => void }

const require = createRequire(import.meta.url)
const serverMain = join(dirname(require.resolve('@honestai/server')), 'main.ts')
const limitMs = 90_000

export function honestaiNeed({ temporaryFolder }: Context, { onCleanup }: Fixture): HonestAi {
  const bin = join(temporaryFolder, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'honestai'), `#!/bin/sh\nexec "${process.execPath}" "${serverMain}" "$@"\n`)
  chmodSync(join(bin, 'honestai'), 0o755)
  const running = new Set<number>()
  onCleanup(async () => running.forEach(killGroup))

  return async (line, { environment, prefix = [], folder = temporaryFolder, signal, until } = {}) => {
    const [file = '', ...rest] = [...prefix, 'sh', '-c', line]
    const plain = plainEnvironment()
    const child = spawn(file, rest, {
      cwd: folder,
      env: { ...plain, PATH: `${bin}:${plain.PATH}`, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own: whatever it starts can be ended with it.
      detached: true,
    })
    const group = child.pid
    if (group === undefined) throw new Error(`${file} cannot be started.`)
    running.add(group)
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      if (until?.test(stdout)) sendSignal(-group, 'SIGTERM')
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    const interrupt = () => sendSignal(-group, 'SIGINT')
    signal?.addEventListener('abort', interrupt, { once: true })
    const timer = setTimeout(killGroup, limitMs, group)
    const [exitCode] = await once(child, 'close')
    clearTimeout(timer)
    running.delete(group)
    return { exitCode, stdout, stderr }
  }
}

const killGroup = (group: number) => sendSignal(-group, 'SIGKILL')
