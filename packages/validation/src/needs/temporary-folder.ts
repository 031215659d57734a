import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'

type Fixture = { onCleanup: (cleanup: () => void) => void }

/** A folder of the check's own, removed when it ends. */
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads a fixture's needs from this pattern.
export function temporaryFolderNeed({}: object, { onCleanup }: Fixture): string {
  const folder = mkdtempSync(join(inject('run').temporaryFolder, 'check-'))
  onCleanup(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
