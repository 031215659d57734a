import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { repositoryRoot } from './repository-root.ts'

/** The manifest of a package as one of our packages would import it; empty when it is not installed. */
export function resolvePackage(from: 'core' | 'server' | 'validation', name: string): string[] {
  const require = createRequire(join(repositoryRoot, 'packages', from, 'package.json'))
  const folders = require.resolve.paths(name) ?? []
  return folders
    .map((folder) => join(folder, name, 'package.json'))
    .filter((file) => existsSync(file))
    .slice(0, 1)
}
