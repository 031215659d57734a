import { existsSync, globSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** An installed package that something depends on. */
export type InstalledPackage = { name: string; version: string; folder: string }

/** These packages, as a folder sees them, and every package they need at run time, directly or not, as installed here. */
export function readDependencyClosure(
  folder: string,
  names: Iterable<string>,
  found = new Map<string, InstalledPackage>(),
): InstalledPackage[] {
  for (const name of names) {
    const installed = findPackage(folder, name)
    if (!installed || found.has(installed)) continue
    const { version, dependencies, optionalDependencies } = readManifest(installed)
    found.set(installed, { name, version, folder: installed })
    readDependencyClosure(installed, Object.keys({ ...dependencies, ...optionalDependencies }), found)
  }
  return [...found.values()]
}

/** Code files of a package: what can run, tests and types left out. */
export const codeFilesOf = (folder: string): string[] =>
  globSync('**/*.{js,mjs,cjs,ts,mts}', {
    cwd: folder,
    exclude: (name) => name === 'node_modules' || /\.(d\.m?ts|test\.ts)$/.test(name),
  }).map((file) => join(folder, file))

type Manifest = { version: string; dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> }

const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

// Asking Node for the folders, not for the module: a package need not export its package.json.
function findPackage(from: string, name: string): string | undefined {
  const folders = createRequire(join(from, 'package.json')).resolve.paths(name) ?? []
  const found = folders.map((folder) => join(folder, name)).find((candidate) => existsSync(join(candidate, 'package.json')))
  return found && realpathSync(found)
}
