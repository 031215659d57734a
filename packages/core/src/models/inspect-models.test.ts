import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { canaryConfig } from '../config/canary-config.ts'
import { config, modelConfig } from '../config/schema/config.ts'
import { inspectModels } from './inspect-models.ts'
import { verifyModel } from './verify-model.ts'
import { writeGatedMark } from './weights/gated-mark.ts'
import { repositoryFolder } from './weights/hub-cache.ts'

const canary = canaryConfig().models[0]
const commit = 'a'.repeat(40)
const environment = { ...process.env }
let cache: string

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'honestai-cache-'))
  Object.assign(process.env, { HF_HUB_CACHE: cache, HF_TOKEN: 'hf_verysecret' })
})
afterEach(async () => {
  process.env = { ...environment }
  await rm(cache, { recursive: true })
})

/** Puts files into the cache as another tool would have. */
async function cached(files: Record<string, string>) {
  const repository = repositoryFolder(cache, 'owner/model')
  await mkdir(join(repository, 'refs'), { recursive: true })
  await mkdir(join(repository, 'snapshots', commit), { recursive: true })
  await writeFile(join(repository, 'refs/main'), `${commit}\n`)
  for (const [name, target] of Object.entries(files)) await symlink(target, join(repository, 'snapshots', commit, name))
  return repository
}

const inspect = async (model: object) => {
  const [report] = await inspectModels(config.parse({ models: [{ id: 'm', ...model }] }))
  return report
}

test('the embedded weights are present, verified, pinned and fit', async () => {
  for (const report of await inspectModels(canaryConfig())) {
    expect(report).toMatchObject({ present: true, verified: true, pinned: true, gated: null, tokenSet: null, error: null, warnings: [] })
    expect(report.memory?.fits).toBe(true)
  }
})

test('weights that were never pulled are told with the command that pulls them', async () => {
  const report = await inspect({ source: 'hf:owner/model:Q8_0' })
  expect(report).toMatchObject({ present: false, verified: false, gated: null, tokenSet: true, error: { code: 'weights_not_pulled' } })
  expect(report?.error?.steps[0]).toContain('`honestai pull hf:owner/model:Q8_0`')
  expect(JSON.stringify(report)).not.toContain('secret')
})

test('weights that another tool pulled are found, and used', async () => {
  const repository = await cached({ 'model-Q8_0.gguf': canary?.path ?? '' })
  await writeGatedMark(repository, true)
  const report = await inspect({ source: 'hf:owner/model', sha256: canary?.sha256 })
  expect(report).toMatchObject({ present: true, verified: true, gated: true, tokenSet: true, abilities: ['chat'], error: null })
})

test('weights without a pinned hash work, with a warning', async () => {
  const report = await inspect({ path: canary?.path })
  expect(report).toMatchObject({ verified: true, pinned: false, warnings: [expect.stringContaining('sha256')] })
})

test('a source that means several cached weights is a question', async () => {
  await cached({ 'a-Q8_0.gguf': canary?.path ?? '', 'a-F16.gguf': canary?.path ?? '' })
  expect((await inspect({ source: 'hf:owner/model' }))?.error?.code).toBe('weights_ambiguous')
  expect((await inspect({ source: 'hf:owner/model:Q4_0' }))?.error?.code).toBe('weights_not_pulled')
  expect((await inspect({ source: 'hf:owner/model:F16' }))?.error).toBeNull()
})

test('of split weights every missing part is named', async () => {
  await cached({ 'm-00001-of-00003.gguf': canary?.path ?? '' })
  const report = await inspect({ source: 'hf:owner/model' })
  expect(report?.error).toMatchObject({ code: 'weights_part_missing' })
  expect(report?.error?.message).toContain('m-00002-of-00003.gguf, m-00003-of-00003.gguf')
  expect(report?.error?.steps[0]).toContain('honestai pull hf:owner/model')
})

test('hashes have to be as many as files', async () => {
  const twice = modelConfig.parse({ id: 'm', path: canary?.path, sha256: ['a'.repeat(64), 'b'.repeat(64)] })
  await expect(verifyModel(twice)).rejects.toMatchObject({ code: 'config_invalid' })
})

test('weights that need more memory than there is are refused with both figures', async () => {
  const report = await inspect({ path: canary?.path, slots: 64, contextSize: 2 ** 24 })
  expect(report?.error).toMatchObject({ code: 'memory_insufficient' })
  expect(report?.memory?.fits).toBe(false)
})
