import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { canaryConfig } from '../../config/canary-config.ts'
import { modelConfig } from '../../config/schema/config.ts'
import { RouterError } from '../../errors.ts'
import type { Model } from '../model.ts'
import { verifyModel } from '../verify-model.ts'
import { damagedGgufs } from './damaged-ggufs.ts'

/** Bytes the reader may take beyond the file itself. */
const mostHeapBytes = 256 * 1024 ** 2

let folder: string
let sound: Buffer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'honestai-damaged-'))
  sound = await readFile(canaryConfig().models[0]?.path ?? '')
})
afterAll(() => rm(folder, { recursive: true }))

async function verify(bytes: Buffer): Promise<Model | RouterError> {
  const path = join(folder, 'damaged.gguf')
  await writeFile(path, bytes)
  return verifyModel(modelConfig.parse({ id: 'damaged', path })).catch((error) => error)
}

test('the same file gives the same variants, each of them different from it', () => {
  const titles = [...damagedGgufs(sound)].map(({ title, make }) => {
    expect(make().equals(sound), title).toBe(false)
    return title
  })
  expect(titles.length).toBeGreaterThan(500)
  expect([...damagedGgufs(sound)].map(({ title }) => title)).toEqual(titles)
})

test('every variant is accepted or refused as malformed, in bounded memory, and never anything else', { timeout: 120_000 }, async () => {
  const outcomes = { accepted: 0, refused: 0 }
  for (const { title, make } of damagedGgufs(sound)) {
    const before = process.memoryUsage.rss()
    const outcome = await verify(make())
    expect(process.memoryUsage.rss() - before, title).toBeLessThan(mostHeapBytes)
    if (outcome instanceof RouterError) expect([title, outcome.code]).toEqual([title, 'weights_malformed'])
    else expect(outcome.gguf.architecture, title).toEqual(expect.any(String))
    outcomes[outcome instanceof RouterError ? 'refused' : 'accepted'] += 1
  }
  expect(outcomes.refused).toBeGreaterThan(outcomes.accepted)
})

test.each([
  /^tensor count/,
  /^metadata count/,
  /^cut at/,
  /stands twice/,
  /^qwen2\.block_count: 0$/,
  /_epsilon: NaN/,
  /^dimension 0 of [^:]+: 0$/,
  /attn_q\.weight is missing/,
])('variants like %s are refused', async (pattern) => {
  const variants = [...damagedGgufs(sound)].filter(({ title }) => pattern.test(title))
  expect(variants.length).toBeGreaterThan(0)
  for (const { title, make } of variants) expect(await verify(make()), title).toBeInstanceOf(RouterError)
})
