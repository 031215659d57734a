import { execFileSync } from 'node:child_process'
import { plainEnvironment } from '../../subject/server-process/server-process.ts'

/** The last revision that a repository's files differ from: its commit, or that before where nothing was changed since. Its commit where there is no other. */
export function revisionBefore(root: string): string {
  const git = (...parameters: string[]) =>
    execFileSync('git', parameters, { cwd: root, env: plainEnvironment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  if (git('status', '--porcelain') !== '') return 'HEAD'
  // Of a shallow clone the commit before is not there.
  return git('rev-list', '--max-count=2', 'HEAD').trim().includes('\n') ? 'HEAD~1' : 'HEAD'
}
