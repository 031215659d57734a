import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { childProcesses } from '../subject/server-process/child-processes.ts'

/** A check whose body runs now. What earlier checks of its process left running is none of its own. */
export type RunningCheck = { id: string; processId: number; startedAt: number; leftBefore: readonly number[] }

const folderIn = (outputFolder: string) => join(outputFolder, '.running')
const fileOf = (outputFolder: string, id: string) => join(folderIn(outputFolder), `${id.replace('/', '--')}.json`)

/**
 * Tells the runner that a check's body starts in this process, and, when disposed, that it ended. By a file, because a check
 * that blocks its process sends no message.
 */
export function announceRunning(outputFolder: string, id: string): RunningCheck & Disposable {
  const file = fileOf(outputFolder, id)
  const check = { id, processId: process.pid, startedAt: Date.now(), leftBefore: childProcesses(process.pid) }
  mkdirSync(folderIn(outputFolder), { recursive: true })
  writeFileSync(file, JSON.stringify(check satisfies RunningCheck))
  return { ...check, [Symbol.dispose]: () => rmSync(file, { force: true }) }
}

/** Processes that a check has started and that still run. */
export function startedBy({ processId, leftBefore }: RunningCheck): number[] {
  return childProcesses(processId).filter((id) => !leftBefore.includes(id))
}

/** Checks whose bodies run now, or whose processes died within them. */
export function readRunning(outputFolder: string): RunningCheck[] {
  return listFiles(folderIn(outputFolder)).flatMap((file) => {
    try {
      return [JSON.parse(readFileSync(file, 'utf8'))]
    } catch {
      // It ended in the meantime, or is being written.
      return []
    }
  })
}

/** Removes what a run leaves of this. */
export const forgetRunning = (outputFolder: string): void => rmSync(folderIn(outputFolder), { recursive: true, force: true })

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder).map((file) => join(folder, file))
  } catch {
    return []
  }
}
