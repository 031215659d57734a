import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { expect } from 'vitest'
import { repositoryRoot } from '../../src/base/repository-root.ts'
import { check } from '../../src/checks/check.ts'
import { prepareLeakSurroundings } from '../../src/watching/leaks/leak-surroundings.ts'
import { type Leak, leakFile, leaksFor } from '../../src/watching/leaks/leaks.ts'
import { requireCaught, toControl } from '../../src/watching/network/cut/require-caught.ts'
import { findNetworkUses, type NetworkUse, networkGlobals, networkModules, userOf } from '../../src/watching/network/find-network-uses.ts'
import { networkUsers } from '../../src/watching/network/network-users.ts'
import { type ModuleGraph, readModuleGraph } from '../../src/watching/network/read-module-graph.ts'

const hostedApis =
  /api\.openai\.com|openai\.azure\.com|api\.anthropic\.com|generativelanguage\.googleapis|aiplatform\.googleapis|bedrock-runtime|api-inference\.huggingface|router\.huggingface|api\.mistral\.ai|api\.cohere\.|api\.groq\.com|openrouter\.ai|api\.together\.|api\.deepseek\.com|api\.x\.ai|api\.replicate\.com|api\.fireworks\.ai/

const entries = [
  'packages/server/src/main.ts',
  'packages/server/src/index.ts',
  'packages/core/src/index.ts',
  'packages/core/src/pull.ts',
  'packages/core/src/engine/child/engine-main.ts',
]

check(
  {
    proves: 'local-only',
    promise:
      'Nothing that core or server can load, packages included, knows a hosted inference API, and each that holds a way to a network is named with its reason; only pulling weights dials out',
    timeoutMs: 300_000,
  },
  async ({ temporaryFolder, evidence }) => {
    const graph = readModuleGraph(entries.map((entry) => join(repositoryRoot, entry)))
    const uses = findNetworkUses(graph)
    const unexplained = uses.filter((use) => !networkUsers.some((known) => isSame(known, use)))
    const idle = networkUsers.filter((known) => !uses.some((use) => isSame(known, use)))
    const knowing = filesThatKnow(graph)
    const controls = await readLeaks(temporaryFolder)
    evidence.json('search', {
      modules: [...new Set([...graph.files.keys()].map(userOf))].sort(),
      files: graph.files.size,
      unresolved: graph.unresolved.map(({ file, specifier }) => `${userOf(file)}: ${specifier}`),
      knowing,
      uses: uses.map((use) => ({ ...use, why: networkUsers.find((known) => isSame(known, use))?.why ?? null })),
      absent: [...networkModules, ...networkGlobals].filter((means) => !uses.some((use) => use.means === means)),
    })
    evidence.json('controls', controls)

    requireCaught(controls)
    expect(graph.files.size).toBeGreaterThan(200)
    expect(knowing, 'files that know a hosted API').toEqual([])
    expect(unexplained, 'ways to a network that no line of the table explains').toEqual([])
    expect(idle, 'lines of the table that nobody fits').toEqual([])
  },
)

const filesThatKnow = ({ files }: ModuleGraph) =>
  [...files].filter(([, code]) => hostedApis.test(code)).map(([file]) => relative(repositoryRoot, file))

const isSame = (a: NetworkUse, b: NetworkUse) => a.user === b.user && a.means === b.means

/** The same search on programs that leak; and on the official OpenAI client, which the gate itself uses. */
async function readLeaks(folder: string) {
  await using surroundings = await prepareLeakSurroundings(folder)
  const filesOf = (leak: Leak) =>
    leak.id === 'dependency-telemetry' ? [join(surroundings.modules, 'node_modules/friendly-logger/index.js')] : [leakFile(leak)]
  const client = readModuleGraph([createRequire(import.meta.url).resolve('openai')])
  const knowing = filesThatKnow(client)
  return [
    ...leaksFor('source').map((leak) => {
      const uses = findNetworkUses(readModuleGraph(filesOf(leak)))
      return toControl('source', leak, uses.length > 0, uses)
    }),
    { leak: 'hosted-api', does: 'knows a hosted API', detector: 'source' as const, caught: knowing.length > 0, by: knowing },
  ]
}
