import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { canaryConfig } from '../../config/canary-config.ts'
import { modelConfig } from '../../config/schema/config.ts'
import { RouterError } from '../../errors.ts'
import { damagedGgufs } from '../../models/testing/damaged-ggufs.ts'
import { verifyModel } from '../../models/verify-model.ts'
import { createProcessEngine } from '../process/process-engine.ts'

/** Variants that the reader accepts and that are loaded here; the gate loads all of them. */
const sampleSize = 5

test('damaged weights that the reader accepts load or fail with an error of the table, and never harm this process', {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'honestai-damaged-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'damaged.gguf')
  const sound = await readFile(canaryConfig().models[0]?.path ?? '')
  const variants = [...damagedGgufs(sound)]
  let loaded = 0
  // A step that has no divisor in common with how the variants are grouped.
  for (let index = 0; loaded < sampleSize; index = (index + 97) % variants.length) {
    const { title = '', make } = variants[index] ?? {}
    await writeFile(path, make?.() ?? '')
    const model = await verifyModel(modelConfig.parse({ id: 'damaged', path })).catch(() => undefined)
    if (!model) continue
    loaded += 1
    try {
      await using engine = await createProcessEngine({ ...model, contextSize: 256 }, { slots: 1 })
      await engine.tokenize('What is the capital of France?')
    } catch (error) {
      expect(error, title).toBeInstanceOf(RouterError)
      expect(['model_load_failed', 'architecture_unsupported', 'engine_crashed'], title).toContain((error as RouterError).code)
    }
  }
  expect(loaded).toBe(sampleSize)
})
