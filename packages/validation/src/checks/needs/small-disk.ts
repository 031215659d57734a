import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'vitest'
import { inject } from 'vitest'

/** Command through which another one is started that finds a disk of 100 kB at the folder `cache` of this folder. */
export type SmallDisk = (folder: string) => readonly string[]

const mount = 'mkdir -p "$0" && mount -t tmpfs -o size=100k tmpfs "$0" || exit 97; exec "$@"'

/** A disk that fills up, in a mount namespace where the kernel lets us make one. */
export function smallDiskNeed({ skip, temporaryFolder }: Pick<TestContext, 'skip'> & { temporaryFolder: string }): SmallDisk {
  if (process.platform !== 'linux') skip('Mount namespaces exist on Linux only.')
  const prefixFor: SmallDisk = (folder) => ['unshare', '-rm', 'sh', '-c', mount, `${folder}/cache`]
  try {
    const [file = '', ...rest] = prefixFor(temporaryFolder)
    execFileSync(file, [...rest, 'true'], { stdio: 'pipe', timeout: 10_000 })
  } catch {
    skip('The kernel refuses a small disk in a mount namespace.')
  }
  return prefixFor
}

type Fixture = { onCleanup: (cleanup: () => void) => void }

/** A folder of the check's own, removed when it ends. */
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads a fixture's needs from this pattern.
export function temporaryFolderNeed({}: object, { onCleanup }: Fixture): string {
  const folder = mkdtempSync(join(inject('run').temporaryFolder, 'check-'))
  onCleanup(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
