import { copyFileSync, mkdtempSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ErrorCode } from '@honestai/core'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { mendFile, obeyPermissions, weightsFaults } from '../../src/error-cases/cases/weights-faults.ts'
import { type ErrorCase, prompt, readDocsAnchors, type Scenario } from '../../src/error-cases/error-case.ts'
import { expectContract } from '../../src/error-cases/expect-contract.ts'
import { commandsIn, configLinesIn } from '../../src/error-cases/read-steps.ts'
import { seenAtStart, seenInAnswer } from '../../src/error-cases/seen-error.ts'
import { tryErrorCases } from '../../src/error-cases/try-error-cases.ts'
import { weightsToSpoil } from '../../src/subject/damaged-copy.ts'

/** Faults that only an engine can tell. */
const toldByEngines: readonly ErrorCode[] = ['architecture_unsupported', 'model_load_failed']

check(
  {
    proves: ['load-errors', 'error-tests', 'error-experience'],
    promise:
      'Weights that are missing, unreadable, damaged, foreign or not the pinned ones keep a server from starting, and one that runs from answering with them, by the same error; the command of its steps mends it in both',
    timeoutMs: 180_000,
  },
  async ({ servers, honestai, subject, weights, temporaryFolder, profile, evidence }) => {
    const spare = weightsToSpoil(weights)
    const restore = (path: string) => `rm -rf ${basename(path)} && cp spare.gguf ${basename(path)}`
    const files = weightsFaults.map((fault, index) => {
      const folder = mkdtempSync(join(temporaryFolder, 'weights-'))
      const path = join(folder, `model-${index}.gguf`)
      for (const file of [path, join(folder, 'spare.gguf')]) copyFileSync(spare.path, file)
      // A pinned hash would speak first.
      const pin = toldByEngines.includes(fault.code) ? {} : { sha256: spare.sha256 }
      // Unloaded at once, so that a dozen engines are never there together.
      const model = { id: `model-${index}`, path, restore: restore(path), keepAliveSeconds: 0, ...pin }
      return { fault, folder, path, model }
    })
    const good = { id: 'good', path: spare.path }
    const server = await servers.start({ prefix: obeyPermissions, config: () => ({ models: [good, ...files.map(({ model }) => model)] }) })
    const ask = (model: string) =>
      server.request('/v1/chat/completions', { body: { model, messages: [{ role: 'user', content: prompt }], max_tokens: 1 } })

    const afterStart = files.map(
      ({ fault, folder, path, model }): ErrorCase => ({
        code: fault.code,
        title: `${fault.title}, after start`,
        async provoke(): Promise<Scenario> {
          fault.spoil(path)
          const seen = seenInAnswer(await ask(model.id))
          return {
            seen,
            again: async () => seenInAnswer(await ask(model.id)),
            remedy: async () => {
              const other = await ask(good.id)
              const ends = []
              for (const line of commandsIn(seen).filter((command) => command === model.restore))
                ends.push(await honestai(line, { folder }))
              // What no command mends is mended by hand.
              if (ends.length === 0) mendFile(spare.path, path)
              return other.status === 200 && ends.every(({ exitCode }) => exitCode === 0) && (await ask(model.id)).status === 200
            },
            log: () => server.stderr(),
          }
        },
      }),
    )
    // The first fault of each code, but for what only an engine can tell.
    const told = files.filter(({ fault: { code } }, index) => {
      const first = files.findIndex(({ fault }) => fault.code === code) === index
      return first && !toldByEngines.includes(code)
    })
    const atStart = told.map(
      ({ fault, path, model }): ErrorCase => ({
        code: fault.code,
        title: `${fault.title}, at start`,
        async provoke(): Promise<Scenario> {
          const start = () => servers.spawn({ prefix: obeyPermissions, config: () => ({ models: [model] }) })
          fault.spoil(path)
          const seen = await seenAtStart(start())
          return {
            seen,
            again: async () => seen,
            remedy: async () => {
              const [pinned] = configLinesIn(seen)
              // The step of a wrong hash names the true one, for who replaced the file on purpose.
              if (fault.code === 'weights_hash_mismatch' && pinned?.path !== 'models[].sha256') return false
              if (pinned) return starts({ ...model, sha256: pinned.value })
              mendFile(spare.path, path)
              return starts(model)
            },
          }
        },
      }),
    )
    const starts = async (model: object) => {
      const started = await servers.start({ prefix: obeyPermissions, config: () => ({ models: [model] }) })
      await started.kill()
      return true
    }

    const context = { servers, honestai, subject, weights, temporaryFolder, profile }
    // One after the other: each fault of a pair spoils the same file.
    const trials = [...(await tryErrorCases(afterStart, context)), ...(await tryErrorCases(atStart, context))]
    evidence.json('trials', trials)
    expectContract(trials, temporaryFolder, await readDocsAnchors(server))
    for (const { title, seen } of trials) expect(seen.error?.message, title).toMatch(/model-\d+/)
    expect((await ask('good')).status, 'the model beside them').toBe(200)
  },
)
