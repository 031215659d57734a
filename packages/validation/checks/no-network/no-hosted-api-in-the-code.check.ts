import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect } from 'vitest'
import { check } from '../../src/check.ts'
import { codeFilesOf, readDependencyClosure } from '../../src/read-dependency-closure.ts'
import { readSourceGraph } from '../../src/read-source-graph.ts'
import { repositoryRoot } from '../../src/repository-root.ts'

const hostedApis =
  /api\.openai\.com|openai\.azure\.com|api\.anthropic\.com|generativelanguage\.googleapis|aiplatform\.googleapis|bedrock-runtime|api-inference\.huggingface|router\.huggingface|api\.mistral\.ai|api\.cohere\.|api\.groq\.com|openrouter\.ai|api\.together\.|api\.deepseek\.com|api\.x\.ai|api\.replicate\.com|api\.fireworks\.ai/

/** Ways to open a connection from JavaScript. */
const dialling =
  /\bfetch\(|\b(https?|http2)\.(request|get)\(|\b(net|tls)\.connect\(|createConnection\(|from '(node:dgram|undici|axios|got)'|\bWebSocket\(|\bEventSource\(/

/** Pulling weights is an explicit act of its own; no request reaches it. */
const pulling = /(^|\/)pull([-./]|$)/

const entries = [
  'packages/server/src/main.ts',
  'packages/server/src/index.ts',
  'packages/core/src/index.ts',
  'packages/core/src/engine/engine-main.ts',
]

check(
  {
    proves: 'local-only',
    promise:
      'No module that serves knows a hosted inference API or opens a connection, and no package it needs knows one; only pulling weights dials out',
  },
  async ({ evidence }) => {
    const graph = readSourceGraph(
      entries.map((entry) => join(repositoryRoot, entry)),
      pulling,
    )
    const packages = [...graph.packages].flatMap(([name, [importer = '']]) => readDependencyClosure(dirname(importer), [name]))
    const folders = [...new Set(packages.map(({ folder }) => folder))]
    const files = folders.flatMap(codeFilesOf)
    const knowing = [...files, ...graph.files.keys()].filter(knowsHostedApi)
    const diallers = [...graph.files]
      .filter(([file, text]) => !pulling.test(file) && dialling.test(withoutComments(text)))
      .map(([file]) => file)

    // The official OpenAI client, which the gate itself uses, must be found: or the search finds nothing at all.
    const [control] = readDependencyClosure(join(repositoryRoot, 'packages/validation'), ['openai'])
    const caught = control ? codeFilesOf(control.folder).filter(knowsHostedApi) : []
    evidence.json('search', {
      modules: [...graph.files.keys()].map(fromRoot).sort(),
      packages: [...new Set(packages.map(({ name, version }) => `${name}@${version}`))].sort(),
      files: files.length,
      knowing: knowing.map(fromRoot),
      diallers: diallers.map(fromRoot),
      control: { package: 'openai', filesCaught: caught.length },
    })

    expect(caught.length, 'files of the control that were caught').toBeGreaterThan(0)
    expect(graph.files.size).toBeGreaterThan(20)
    expect(packages.length).toBeGreaterThan(10)
    expect(knowing.map(fromRoot)).toEqual([])
    expect(diallers.map(fromRoot)).toEqual([])
  },
)

const knowsHostedApi = (file: string) => hostedApis.test(readFileSync(file, 'utf8'))
const withoutComments = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
const fromRoot = (file: string) => relative(repositoryRoot, file)
