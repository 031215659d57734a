import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HubSource } from '../../config/schema/hub-source.ts'

/**
 * Where a repository lies in the cache of the Hugging Face tools: `blobs/` holds the bytes under their sha256, `snapshots/`
 * one folder of links for each commit, `refs/` the commit of each branch and tag.
 */
export function repositoryFolder(cacheFolder: string, repository: string): string {
  return join(cacheFolder, `models--${repository.replaceAll('/', '--')}`)
}

/** A commit of a repository as the cache holds it. */
export type CachedSnapshot = { folder: string; files: string[] }

/** The snapshot that a source names; undefined when it was never pulled. */
export async function findSnapshot(cacheFolder: string, source: HubSource): Promise<CachedSnapshot | undefined> {
  const repository = repositoryFolder(cacheFolder, source.repository)
  const reference = await readFile(join(repository, 'refs', source.revision), 'utf8').catch(() => undefined)
  // A commit is its own reference.
  const commit = reference?.trim() ?? source.revision
  if (!/^[0-9a-f]{40}$/.test(commit)) return undefined
  const folder = join(repository, 'snapshots', commit)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
  return { folder, files: files.map((file) => file.slice(folder.length + 1).replaceAll('\\', '/')) }
}
