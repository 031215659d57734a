import { expect, test, vi } from 'vitest'
import { canaryConfig } from '../../config/canary-config.ts'
import { verifyModel } from '../../models/verify-model.ts'
import { loadWeights } from '../llama/load-weights.ts'

// It loads the native library, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

test.each([
  { speculation: 'none', copies: true },
  { speculation: 'prompt-lookup', copies: false },
] as const)(
  'slots of the library can copy prompts, where they guess no tokens: speculation $speculation',
  async ({ speculation, copies }) => {
    const [config] = canaryConfig().models
    if (!config) throw new Error('The canary config has a model.')
    const { model, loop } = await loadWeights(await verifyModel({ ...config, speculation }), { slots: 2 })
    expect(loop?.copiesPrompts).toBe(copies)
    await model.dispose()
  },
)
