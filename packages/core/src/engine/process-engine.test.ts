import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { canaryConfig } from '../config/canary-config.ts'
import { modelConfig } from '../config/config.ts'
import { verifyModel } from '../models/verify-model.ts'
import { createProcessEngine } from './process-engine.ts'

const canaryPath = canaryConfig().models[0]?.path ?? ''

/** A verified copy of the canary with one text replaced by another of the same length. */
async function canaryWith(text: string, replacement: string) {
  const folder = await mkdtemp(join(tmpdir(), 'honestai-engine-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'changed.gguf')
  const bytes = await readFile(canaryPath)
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) bytes.write(replacement, at)
  await writeFile(path, bytes)
  return verifyModel(modelConfig.parse({ id: 'changed', path }))
}

test('an architecture that llama.cpp does not know is named', async () => {
  const model = await canaryWith('qwen2', 'qwenX')
  const error = await createProcessEngine(model, { slots: 1 }).catch((reason) => reason)
  expect(error.code).toBe('architecture_unsupported')
  expect(error.message).toContain('qwenX')
})

test('weights that llama.cpp refuses are told with its last words, without the folder they lie in', async () => {
  const model = await canaryWith('blk.1.attn_q.weight', 'blk.1.attn_Q.weight')
  const error = await createProcessEngine(model, { slots: 1 }).catch((reason) => reason)
  expect(error.code).toBe('model_load_failed')
  expect(error.message).toContain('blk.1.attn_q.weight')
  expect(error.message).not.toContain(tmpdir())
})
