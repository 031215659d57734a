import { randomUUID } from 'node:crypto'
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes a file, or a link to another, in place of what has its name, so that nobody ever finds nothing or half of it. */
export async function replaceFile(path: string, content: { text: string } | { linkTo: string }): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${randomUUID()}`
  if ('text' in content) await writeFile(draft, content.text)
  else await symlink(content.linkTo, draft)
  await rename(draft, path)
}
