import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { repositoryRoot } from './repository-root.ts'
import { plainEnvironment } from './server-process/plain-environment.ts'

/** How a program ended, and what it said. */
export type ProgramEnd = { exitCode: number | null; output: string }

type Place = { cwd?: string; env?: NodeJS.ProcessEnv; timeout?: number }

/** Runs a program, by default at the root of the repository as after a fresh login, hears all that it says, and ends it after so many milliseconds. */
export async function runProgram(program: string, options: readonly string[], place: Place = {}): Promise<ProgramEnd> {
  const child = spawn(program, options, {
    cwd: repositoryRoot,
    env: plainEnvironment(),
    timeout: 60_000,
    ...place,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const hear = (piece: string) => {
    output += piece
  }
  child.stdout.setEncoding('utf8').on('data', hear)
  child.stderr.setEncoding('utf8').on('data', hear)
  const [exitCode] = await once(child, 'close')
  return { exitCode, output }
}
