import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'comment-parser'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import * as core from './index.ts'
import * as pull from './pull.ts'
import * as testing from './testing.ts'

const source = import.meta.dirname

/** Examples that cannot run here, with the reason. */
const notRun: Record<string, string> = {
  'models/testing/damaged-ggufs.ts': 'engine/llama/damaged-weights.test.ts tries to load every variant',
}

/** What `pull` meets in an example: a hub on this machine, and a cache of its own. */
const hub = await testing.startLoopbackHub({ files: { 'model-Q8_0.gguf': Buffer.from('GGUF') } })
const cacheFolder = await mkdtemp(join(tmpdir(), 'honestai-examples-'))
afterAll(async () => {
  await hub[Symbol.asyncDispose]()
  await rm(cacheFolder, { recursive: true })
})

/** The code of every `@example` in a file, as it stands there. */
function examplesOf(file: string): string[] {
  const blocks = parse(readFileSync(join(source, file), 'utf8'), { spacing: 'preserve' })
  const examples = blocks.flatMap(({ tags }) => tags.filter(({ tag }) => tag === 'example'))
  return examples.map(({ source: lines }) => lines.map(({ tokens: { name, description } }) => name + description).join('\n'))
}

// A comment that is a value is what the expression before it comes to; any other comment is prose.
function withExpectations(code: string): string {
  return code.replace(/^(?!const |for |await using )(.+?)\s+\/\/ (.+)$/gm, (line, expression, comment) =>
    isValue(comment) ? `expect(${expression}).toEqual(${comment})` : line,
  )
}

function isValue(text: string): boolean {
  try {
    new Function(`return (${text})`)()
    return true
  } catch {
    return false
  }
}

/** What examples may name: all that is exported, zod, the canary's config and model, reading of files, fake engines in place of processes, and quiet output. */
async function scopeOf(file: string): Promise<Record<string, unknown>> {
  const own = await import(join(source, file))
  const config = core.canaryConfig()
  const [canary] = config.models
  const createEngine = async () => testing.createFakeEngine()
  return {
    ...own,
    ...core,
    ...testing,
    ...pull,
    readHubSettings: (environment?: NodeJS.ProcessEnv) =>
      environment ? pull.readHubSettings(environment) : { endpoint: hub.endpoint, token: undefined, offline: false },
    readHubCacheFolder: (environment?: NodeJS.ProcessEnv) => (environment ? pull.readHubCacheFolder(environment) : cacheFolder),
    createRouter: (config: core.Config, options: core.RouterOptions) => core.createRouter(config, { createEngine, ...options }),
    createLlamaEngine: createEngine,
    createProcessEngine: createEngine,
    config,
    model: canary && (await core.verifyModel(canary)),
    readFileSync,
    process: { stdout: { write: () => true } },
    console: { log: () => {} },
    z,
    expect,
  }
}

// In a block of its own, so that an example may give its own meaning to a name.
async function run(code: string, scope: Record<string, unknown>): Promise<unknown> {
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor
  return new AsyncFunction(...Object.keys(scope), `{${stripTypeScriptTypes(code)}}`)(...Object.values(scope))
}

/** The values that other packages see, each with the file that defines it. */
const exported = ['index.ts', 'testing.ts', 'pull.ts'].flatMap((face) =>
  [...readFileSync(join(source, face), 'utf8').matchAll(/^export \{([^}]*)\} from '\.\/(.+)'$/gm)].flatMap(([, names = '', file = '']) =>
    names.split(',').flatMap((name) => (/^\s*(type\s.*)?$/s.test(name) ? [] : [{ name: name.trim(), file }])),
  ),
)
const examples = [...new Set(exported.map(({ file }) => file))].flatMap((file) => examplesOf(file).map((code) => ({ file, code })))

test('all exported values are looked at', () => {
  const faces = [core, testing, pull].flatMap((face) => Object.keys(face))
  expect(exported.map(({ name }) => name).sort()).toEqual(faces.sort())
})

test.each(exported)('$name is documented with an example', ({ name, file }) => {
  const declaration = String.raw`(?:async )?(?:function\*?|const|class) ${name}\b`
  const documented = new RegExp(String.raw`@example(?:(?!\*/)[^])*\*/\s*export ${declaration}`)
  expect(readFileSync(join(source, file), 'utf8')).toMatch(documented)
})

describe('every example in the documentation of a public export runs', () => {
  test.for(examples.filter(({ file }) => !(file in notRun)))('$file', async ({ file, code }) => {
    const running = run(withExpectations(code), await scopeOf(file))
    if (code.trimStart().startsWith('throw ')) await expect(running).rejects.toBeInstanceOf(core.RouterError)
    else await running
  })
})
