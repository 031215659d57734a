import { globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runVariable } from '../../subject/sweep-processes.ts'

const prefixOf = (runId: string) => `copy-${runId.slice(0, 8)}-`

/**
 * Makes an empty folder of this run inside a repository, for what is to be run there: engines may read no modules but those of the folders
 * above them.
 */
export function makeCopyFolder(root: string): string {
  const runId = process.env[runVariable]?.split(' ').at(-1) ?? 'alone'
  mkdirSync(join(root, 'reports'), { recursive: true })
  return mkdtempSync(join(root, 'reports', prefixOf(runId)))
}

/** Removes such folders of a run: a check that was killed, as by Ctrl-C, has had no time to. */
export function removeCopyFolders(root: string, runId: string): void {
  for (const folder of globSync(`reports/${prefixOf(runId)}*`, { cwd: root })) rmSync(join(root, folder), { recursive: true, force: true })
}
