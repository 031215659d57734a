import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Left in every report's folder, so that a run that died before it wrote a result can be cleared away too.
const marker = '.honestai-report'

/** Empties a folder for a new report. A folder that holds anything but a report is left alone, and refused. */
export function prepareOutputFolder(folder: string): void {
  mkdirSync(folder, { recursive: true })
  if (readdirSync(folder).length > 0 && !existsSync(join(folder, marker)))
    throw new Error(`${folder} holds files that are no report of this gate. Choose another --output.`)
  writeFileSync(join(folder, marker), '')
  // The marker stays throughout: whoever is killed amid this must be able to go on with it.
  for (const name of readdirSync(folder)) if (name !== marker) rmSync(join(folder, name), { recursive: true })
}
