import { readFileSync, realpathSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, resolve } from 'node:path'

/** Our own modules that an entry reaches, and what they import that is not ours. */
export type SourceGraph = {
  files: Map<string, string>
  /** Packages by name, each with the files that import it. */
  packages: Map<string, string[]>
}

const specifier = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*'([^']+)'/g

/** Follows every import, static or not, from entries through our own packages. Modules that `leaveOut` names are not entered. */
export function readSourceGraph(entries: readonly string[], leaveOut: RegExp): SourceGraph {
  const files = new Map<string, string>()
  const packages = new Map<string, string[]>()
  const visit = (file: string) => {
    if (files.has(file)) return
    const text = readFileSync(file, 'utf8')
    files.set(file, text)
    for (const [statement, name = ''] of text.matchAll(specifier)) {
      if (isBuiltin(name) || leaveOut.test(name) || /^import type/.test(statement)) continue
      if (name.startsWith('.')) visit(resolve(dirname(file), name))
      else if (name.startsWith('@honestai/')) visit(realpathSync(createRequire(file).resolve(name)))
      else packages.set(packageOf(name), [...(packages.get(packageOf(name)) ?? []), file])
    }
  }
  entries.forEach(visit)
  return { files, packages }
}

const packageOf = (name: string) =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
