import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A check whose body runs now. */
export type RunningCheck = { id: string; processId: number; startedAt: number }

const folderIn = (outputFolder: string) => join(outputFolder, '.running')
const fileOf = (outputFolder: string, id: string) => join(folderIn(outputFolder), `${id.replace('/', '--')}.json`)

/**
 * Tells the runner that a check's body starts in this process, and, when disposed, that it ended. By a file, because a check
 * that blocks its process sends no message.
 */
export function announceRunning(outputFolder: string, id: string): Disposable {
  const file = fileOf(outputFolder, id)
  mkdirSync(folderIn(outputFolder), { recursive: true })
  writeFileSync(file, JSON.stringify({ id, processId: process.pid, startedAt: Date.now() } satisfies RunningCheck))
  return { [Symbol.dispose]: () => rmSync(file, { force: true }) }
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
