import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { sendSignal } from '../server-process/send-signal.ts'

/** Every process of a run inherits this variable, so that none can outlive the run unseen, whoever its parent is by then. */
export const runVariable = 'HONESTAI_GATE_RUN'

/** Ends every process a run left behind and names them. Linux only: elsewhere nothing is found. */
export async function sweepProcesses(runId: string): Promise<string[]> {
  const found = processesOf(runId)
  if (found.length === 0) return []
  for (const { id } of found) sendSignal(id, 'SIGTERM')
  for (let waited = 0; waited < 2_000 && processesOf(runId).length > 0; waited += 50) await wait(50)
  for (const { id } of processesOf(runId)) sendSignal(id, 'SIGKILL')
  return found.map(({ command }) => command)
}

function processesOf(runId: string): { id: number; command: string }[] {
  return processIds().flatMap((id) => {
    if (id === process.pid) return []
    try {
      const environment = readFileSync(`/proc/${id}/environ`, 'utf8').split('\0')
      const runs = environment.find((entry) => entry.startsWith(`${runVariable}=`))?.slice(runVariable.length + 1)
      if (!runs?.split(' ').includes(runId)) return []
      return [{ id, command: readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() }]
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
