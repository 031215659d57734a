import { execFileSync } from 'node:child_process'

/** Whether a program that knows `--version` is on the path. */
export function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
