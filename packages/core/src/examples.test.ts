import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { parse } from 'comment-parser'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import * as core from './index.ts'
import * as testing from './testing.ts'

const source = import.meta.dirname

/** Examples that cannot run here, with the reason. */
const notRun: Record<string, string> = {
  'models/damaged-ggufs.ts': 'engine/damaged-weights.test.ts tries to load every variant',
  'models/pull-weights.ts': 'it dials out; pull-weights.test.ts does it against a loopback hub',
}

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

/** What examples may name: all that is exported, zod, the canary's config and model, fake engines in place of processes, and quiet output. */
async function scopeOf(file: string): Promise<Record<string, unknown>> {
  const own = await import(join(source, file))
  const config = core.canaryConfig()
  const [canary] = config.models
  const createEngine = async () => testing.createFakeEngine()
  return {
    ...own,
    ...core,
    ...testing,
    createRouter: (config: core.Config, options: core.RouterOptions) => core.createRouter(config, { createEngine, ...options }),
    createProcessEngine: createEngine,
    config,
    model: canary && (await core.verifyModel(canary)),
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

/** The files whose exports other packages see. */
const publicFiles = ['index.ts', 'testing.ts', 'pull.ts'].flatMap((face) =>
  [...readFileSync(join(source, face), 'utf8').matchAll(/from '\.\/(.+)'/g)].map(([, file = '']) => file),
)
const examples = [...new Set(publicFiles)].flatMap((file) => examplesOf(file).map((code) => ({ file, code })))

test('examples were found', () => expect(examples.map(({ file }) => file)).toContain('router/create-router.ts'))

describe('every example in the documentation of a public export runs', () => {
  test.for(examples.filter(({ file }) => !(file in notRun)))('$file', async ({ file, code }) => {
    const running = run(withExpectations(code), await scopeOf(file))
    if (code.trimStart().startsWith('throw ')) await expect(running).rejects.toBeInstanceOf(core.RouterError)
    else await running
  })
})
