import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { sendSignal } from '../../subject/server-process/server-process.ts'
import { readStack, type Stack } from './read-stack.ts'
import { readThreads, type Thread } from './read-threads.ts'

/** What one process of a hanging check was doing. */
export type HungProcess = { processId: number; command: string; threads: Thread[]; stack: Stack }

/** Tells what processes do and ends them: those of a check that hangs are of no more use, and a debugger has changed them. */
export async function describeAndKill(processIds: readonly number[]): Promise<HungProcess[]> {
  // All threads first: a stopped parent changes what its children do.
  const described = processIds.map((processId) => ({ processId, command: commandOf(processId), threads: readThreads(processId) }))
  const hung = []
  // One after the other, for all debuggers have the same port.
  for (const process of described) hung.push({ ...process, stack: await readStack(process.processId) })
  for (const processId of processIds) sendSignal(processId, 'SIGKILL')
  return hung
}

function commandOf(processId: number): string {
  try {
    const [program = '', ...rest] = readFileSync(`/proc/${processId}/cmdline`, 'utf8').split('\0')
    return [basename(program), ...rest].join(' ').trim()
  } catch {
    return ''
  }
}
