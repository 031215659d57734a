import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** How a program ended, and what it said. */
export type ProgramEnd = { exitCode: number | null; output: string }

/** Runs a program, with all that it says, and ends it after so many milliseconds. */
export async function runProgram(
  program: string,
  options: readonly string[],
  place: { cwd: string; env: NodeJS.ProcessEnv; timeout: number },
): Promise<ProgramEnd> {
  const child = spawn(program, options, { ...place, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const hear = (piece: string) => {
    output += piece
  }
  child.stdout.setEncoding('utf8').on('data', hear)
  child.stderr.setEncoding('utf8').on('data', hear)
  const [exitCode] = await once(child, 'close')
  return { exitCode, output }
}
