import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { repositoryRoot } from '../base/repository-root.ts'
import { plainEnvironment, sendSignal } from './server-process/server-process.ts'

/** How a program ended, and what it said. */
export type ProgramEnd = { exitCode: number | null; output: string }

type Place = { cwd?: string; env?: NodeJS.ProcessEnv; timeout?: number }

/**
 * Runs a program, by default at the root of the repository as after a fresh login, and hears all that it says. After so many milliseconds it is
 * ended with all that it has started; it then has no exit code, and the output says so.
 */
export async function runProgram(
  program: string,
  options: readonly string[],
  { cwd = repositoryRoot, env = plainEnvironment(), timeout = 60_000 }: Place = {},
): Promise<ProgramEnd> {
  // A process group of its own: what it starts, and holds its output open, can be ended with it.
  const child = spawn(program, options, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let output = ''
  const hear = (piece: string) => {
    output += piece
  }
  child.stdout.setEncoding('utf8').on('data', hear)
  child.stderr.setEncoding('utf8').on('data', hear)
  const limit = setTimeout(() => {
    if (child.pid !== undefined) sendSignal(-child.pid, 'SIGKILL')
    hear(`\nIt was ended after ${timeout / 1_000} s.`)
  }, timeout)
  try {
    const [exitCode] = await once(child, 'close')
    return { exitCode, output }
  } finally {
    clearTimeout(limit)
  }
}
