import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { createRequire, isBuiltin, stripTypeScriptTypes } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { resolve as resolveImport } from 'import-meta-resolve'
import jsTokens from 'js-tokens'

/** Everything that an entry can load, packages included. */
export type ModuleGraph = {
  /** What each file runs: its text without types and comments. */
  files: Map<string, string>
  /** Imports that lead nowhere here, such as optional packages that are not installed. */
  unresolved: { file: string; specifier: string }[]
}

/** Follows every import and require whose name is written out, dynamic ones too, through our own modules and through packages. */
export function readModuleGraph(entries: readonly string[]): ModuleGraph {
  const files = new Map<string, string>()
  const unresolved: ModuleGraph['unresolved'] = []
  const waiting = entries.map((entry) => realpathSync(entry))
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue
    const code = readCode(file)
    files.set(file, code)
    for (const { specifier, required } of importsOf(code)) {
      if (isBuiltin(specifier)) continue
      const found = required ? requiredFile(file, specifier) : importedFile(file, specifier)
      if (found === undefined) unresolved.push({ file, specifier })
      else if (/\.[cm]?[jt]s$/.test(found)) waiting.push(found)
    }
  }
  return { files, unresolved }
}

/** Names that code imports or requires. */
export function importsOf(code: string): { specifier: string; required: boolean }[] {
  const found = code.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\b(require)(?:\.resolve)?\s*\(\s*)(["'`])([^"'`\n$]+)\2/g)
  return [...found].map(([, required, , specifier = '']) => ({ specifier, required: required !== undefined }))
}

function readCode(file: string): string {
  const text = readFileSync(file, 'utf8')
  const code = extname(file).endsWith('ts') ? stripTypeScriptTypes(text) : text
  // By tokens: what looks like a comment in a string or a pattern is none, and would hide what follows it.
  return Array.from(jsTokens(code), ({ type, value }) => (type.endsWith('Comment') ? ' ' : value)).join('')
}

function importedFile(from: string, specifier: string): string | undefined {
  try {
    return asFile(fileURLToPath(resolveImport(specifier, pathToFileURL(from).href)))
  } catch {
    return requiredFile(from, specifier)
  }
}

function requiredFile(from: string, specifier: string): string | undefined {
  try {
    return asFile(createRequire(from).resolve(specifier))
  } catch {
    return undefined
  }
}

const asFile = (path: string) => (existsSync(path) && statSync(path).isFile() ? realpathSync(path) : undefined)
