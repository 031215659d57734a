import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** Absolute paths of all Markdown that belongs to a repository, what is not committed yet included. */
export function markdownFiles(root: string): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  })
  return listed
    .split('\0')
    .filter(Boolean)
    .map((file) => join(root, file))
}
