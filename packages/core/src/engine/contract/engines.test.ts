import { afterAll, beforeAll, describe, test, vi } from 'vitest'
import { canaryConfig } from '../../config/canary-config.ts'
import type { Model } from '../../models/model.ts'
import { verifyModel } from '../../models/verify-model.ts'
import type { Engine } from '../engine.ts'
import { createLlamaEngine } from '../llama/llama-engine.ts'
import type { LoadOptions } from '../llama/load-weights.ts'
import { createProcessEngine } from '../process/process-engine.ts'
import { engineEndCases } from './end-cases.ts'
import { engineCases } from './engine-cases.ts'

// Real engines, on a machine that may be busy.
vi.setConfig({ hookTimeout: 180_000, testTimeout: 120_000 })

const implementations = [
  { name: 'the engine in this process', create: createLlamaEngine },
  {
    name: 'an engine that speculates',
    create: (model: Model, options: LoadOptions) => createLlamaEngine({ ...model, speculation: 'prompt-lookup' }, options),
  },
  { name: 'the engine in its own process', create: createProcessEngine },
]
const [chatModel, embedModel] = canaryConfig().models
if (!chatModel || !embedModel) throw new Error('The canary config has two models.')

describe.each(implementations)('$name', ({ create }) => {
  describe.each([
    { needs: 'chat', config: chatModel },
    { needs: 'embed', config: embedModel },
  ])('made to $needs', ({ needs, config }) => {
    const start = async () => create(await verifyModel(config), { slots: 3 })
    let engine: Engine
    beforeAll(async () => {
      engine = await start()
    })
    afterAll(() => engine[Symbol.asyncDispose]())

    for (const { title, run } of engineCases.filter((engineCase) => engineCase.needs === needs)) test(title, () => run(engine))
    for (const { title, run } of engineEndCases.filter((engineCase) => engineCase.needs === needs))
      test(title, async () => run(await start()))
  })
})
