import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from './replace-file.ts'

// Other tools read `blobs`, `snapshots` and `refs` only, so a file beside them is ours.
const markOf = (repositoryFolder: string) => join(repositoryFolder, 'honestai.json')

/** Notes whether the hub gates a repository, for later, when nobody may ask it. */
export const writeGatedMark = (repositoryFolder: string, gated: boolean): Promise<void> =>
  replaceFile(markOf(repositoryFolder), { text: JSON.stringify({ gated }) })

/** Whether the hub gated a repository when it was pulled; undefined when another tool pulled it, or nobody did. */
export async function readGatedMark(repositoryFolder: string): Promise<boolean | undefined> {
  try {
    const { gated } = JSON.parse(await readFile(markOf(repositoryFolder), 'utf8'))
    return typeof gated === 'boolean' ? gated : undefined
  } catch {
    return undefined
  }
}
