import { expect, test } from 'vitest'
import { canaryConfig } from '../../config/canary-config.ts'
import { estimateMemory } from '../../models/memory/estimate-memory.ts'
import { verifyModel } from '../../models/verify-model.ts'
import { createProcessEngine } from '../process/process-engine.ts'

test.each([
  { contextSize: 1024, slots: 4 },
  { contextSize: 8192, slots: 16 },
])('with $slots slots of $contextSize tokens the process takes about what was estimated', async (options) => {
  const [config] = canaryConfig().models
  if (!config) return expect.unreachable()
  const model = { ...(await verifyModel(config)), contextSize: options.contextSize }
  await using engine = await createProcessEngine(model, { slots: options.slots })
  const { totalBytes, prefixBytes } = estimateMemory(model.gguf, options)
  // Nothing was computed yet that could be kept.
  const loadedBytes = totalBytes - prefixBytes
  expect(engine.facts.memoryBytes).toBeGreaterThan(0.6 * loadedBytes)
  expect(engine.facts.memoryBytes).toBeLessThan(1.25 * loadedBytes)
})
