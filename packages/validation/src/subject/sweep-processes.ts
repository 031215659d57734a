import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { sendSignal } from './server-process/server-process.ts'

/** Every process of a run inherits this variable, so that none can outlive the run unseen, whoever its parent is by then. */
export const runVariable = 'HONESTAI_GATE_RUN'

/** Ends every process a run left behind and names them. Linux only: elsewhere nothing is found. */
export async function sweepProcesses(runId: string): Promise<string[]> {
  // What a check leaves behind has lost its parent; the test runner's own helpers still have theirs, and end a moment after it.
  await until(() => !processesOf(runId).some(({ parent }) => parent === process.pid))
  const found = processesOf(runId)
  if (found.length === 0) return []
  for (const { id } of found) sendSignal(id, 'SIGTERM')
  await until(() => processesOf(runId).length === 0)
  for (const { id } of processesOf(runId)) sendSignal(id, 'SIGKILL')
  return found.map(({ command }) => command)
}

/** Waits for something that needs two seconds at most. */
async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; waited < 2_000 && !isSo(); waited += 50) await wait(50)
}

function processesOf(runId: string): { id: number; parent: number; command: string }[] {
  return processIds().flatMap((id) => {
    if (id === process.pid) return []
    try {
      const environment = readFileSync(`/proc/${id}/environ`, 'utf8').split('\0')
      const runs = environment.find((entry) => entry.startsWith(`${runVariable}=`))?.slice(runVariable.length + 1)
      if (!runs?.split(' ').includes(runId)) return []
      // The parent follows the name, which may itself hold spaces and brackets, and the state: proc(5).
      const parent = Number(readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1])
      return [{ id, parent, command: readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() }]
    } catch {
      return []
    }
  })
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}
