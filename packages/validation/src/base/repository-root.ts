import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

/** Absolute folder of the repository this gate belongs to. */
export const repositoryRoot = resolve(import.meta.dirname, '../../../..')

/** The manifest of a package as one of our packages would import it; empty when it is not installed. */
export function resolvePackage(from: 'core' | 'server' | 'validation', name: string): string[] {
  const require = createRequire(join(repositoryRoot, 'packages', from, 'package.json'))
  const folders = require.resolve.paths(name) ?? []
  return folders
    .map((folder) => join(folder, name, 'package.json'))
    .filter((file) => existsSync(file))
    .slice(0, 1)
}

/** Whether a program that knows `--version` is on the path. */
export function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
