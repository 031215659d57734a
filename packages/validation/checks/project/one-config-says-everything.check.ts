import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { seenInCommand } from '../../src/error-cases/seen-error.ts'

/** What a config for a hosted service would hold. */
const foreign = [
  { title: 'a hosted provider', model: { provider: 'openai' }, path: 'models[0].provider' },
  { title: 'a price of prompts', model: { costPer1kInput: 0.001 }, path: 'costPer1kInput' },
  { title: 'a key for a hosted API', model: { apiKey: 'sk-1' }, path: 'apiKey' },
  { title: 'an address of a hosted API', model: { baseUrl: 'https://api.example/v1' }, path: 'baseUrl' },
  { title: 'an id with a provider before it', model: { id: 'openai/gpt' }, path: 'models[0].id' },
  { title: 'a fallback that is no model of the config', model: { fallback: 'gpt' }, path: 'models[0].fallback' },
]

check(
  {
    proves: 'single-config',
    promise:
      'One config, printed as it is used, says everything: every model local, under a plain id, without prices, without a fallback unless one is named, its token limits stated; what belongs to a hosted service is refused by name',
    timeoutMs: 90_000,
  },
  async ({ honestai, subject, weights, temporaryFolder, evidence }) => {
    const print = async (config: object) => {
      const folder = mkdtempSync(join(temporaryFolder, 'config-'))
      const file = join(folder, 'honestai.json')
      writeFileSync(file, JSON.stringify(config))
      return honestai('honestai serve --config honestai.json --print-config', { folder })
    }
    const printed = await honestai('honestai serve --print-config')
    const byDefault = JSON.parse(printed.stdout)
    const limits = { contextSize: 128, maxCompletionTokens: 16 }
    const stated = JSON.parse((await print({ models: [{ id: 'one', path: weights.path, ...limits }] })).stdout)
    const refusals = []
    for (const { title, model, path } of foreign) {
      const { exitCode, error } = seenInCommand(await print({ models: [{ id: 'one', path: weights.path, ...model }] }))
      refusals.push({ title, path, exitCode, error })
    }
    // The same words again mean the same server: nothing but the file decides.
    const twice = await print(byDefault)
    evidence.json('configs', { byDefault, stated, refusals, again: JSON.parse(twice.stdout), limits: subject.models })

    for (const config of [byDefault, subject.config]) {
      for (const { id, provider, fallback } of config.models) {
        expect(provider, id).toBe('local')
        expect(id).toMatch(/^[\w.-]+$/)
        if (config === byDefault) expect(fallback, `fallback of ${id} by default`).toBeUndefined()
      }
      expect(configLinesOf(config).filter(([path]) => /cost|price|apiKey$|url|endpoint/i.test(path))).toEqual([])
    }
    expect(stated.models[0]).toMatchObject(limits)
    for (const { id, contextSize } of subject.models) expect(contextSize, `tokens that ${id} can hold`).toBeGreaterThan(0)
    for (const { title, path, exitCode, error } of refusals) {
      expect({ exitCode, code: error?.code }, title).toEqual({ exitCode: 1, code: 'config_invalid' })
      expect(error?.message, title).toContain(path)
    }
    expect(JSON.parse(twice.stdout)).toEqual(byDefault)
  },
)

/** Every value of a config with the path to it, as a person would name it. */
export function configLinesOf(value: unknown, path = ''): [path: string, value: unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([name, inner]) => configLinesOf(inner, path === '' ? name : `${path}.${name}`))
}
