import { relative, sep } from 'node:path'
import { repositoryRoot } from '../../base/repository-root.ts'
import { importsOf, type ModuleGraph } from './read-module-graph.ts'

/** A way out, and who has it. */
export type NetworkUse = {
  /** A module of ours by its path, or a package by its name. */
  user: string
  /** A module of Node, a package that speaks HTTP, or a global. */
  means: string
}

/** Modules and packages by which code can open a connection, ask a resolver, or start something that does. */
export const networkModules = [
  ...['net', 'tls', 'http', 'https', 'http2', 'dgram', 'dns', 'child_process', 'cluster', 'inspector', 'ffi'].map((name) => `node:${name}`),
  ...['undici', 'ws', 'axios', 'got', 'ky', 'node-fetch', 'cross-fetch', 'superagent', '@grpc/grpc-js'],
]

/** Globals that do the same, and the ways to get at a module without naming it in an import. */
export const networkGlobals = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'sendBeacon', 'getBuiltinModule', 'process.binding']

// Called, handed on as a value, or taken off the global object; a method of the same name is none of these, unless it is written as one.
const globals = networkGlobals.map((name) => name.replace('.', '\\.')).join('|')
const globalUse = new RegExp(
  `(?<![.\\w#$])(${globals})\\s*\\(|[=(,:?]\\s*(${globals})\\s*[,;)}\\n]|\\b(?:globalThis|self|window|navigator|process)\\.(${globals})\\b|\\bnew (${globals})\\b`,
  'g',
)

/** Who of a module graph can reach a network, and by what means; each pair once. */
export function findNetworkUses({ files }: ModuleGraph): NetworkUse[] {
  const uses = new Map<string, NetworkUse>()
  for (const [file, code] of files) {
    const user = userOf(file)
    for (const means of meansOf(code)) uses.set(`${user} ${means}`, { user, means })
  }
  return [...uses.values()].toSorted((a, b) => `${a.user} ${a.means}`.localeCompare(`${b.user} ${b.means}`))
}

function meansOf(code: string): string[] {
  const imported = importsOf(code).map(({ specifier }) =>
    specifier.replace(/^(?!node:)(?=(net|tls|https?|http2|dgram|dns|child_process|cluster|inspector|ffi)(\/|$))/, 'node:'),
  )
  const modules = imported.flatMap((specifier) => networkModules.filter((name) => specifier === name || specifier.startsWith(`${name}/`)))
  const named = [...code.matchAll(globalUse)].map((match) => match.slice(1).find((name) => name !== undefined) ?? '')
  return [...new Set([...modules, ...named])]
}

/** A package by its name, a file of ours by its path from the root. */
export function userOf(file: string): string {
  const inPackage = file.split(`${sep}node_modules${sep}`).slice(1).at(-1)
  if (inPackage === undefined) return relative(repositoryRoot, file)
  return inPackage
    .split(sep)
    .slice(0, inPackage.startsWith('@') ? 2 : 1)
    .join('/')
}
