import { availableParallelism } from 'node:os'
import fc from 'fast-check'
import { getLlama, LlamaLogLevel } from 'node-llama-cpp'
import { expect, test, vi } from 'vitest'
import { canaryConfig } from '../config/canary-config.ts'
import { verifyModel } from '../models/verify-model.ts'
import { bytesOfTokens } from './bytes-of-tokens.ts'

// It loads a vocabulary, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

test('the bytes of the tokens of a text are its bytes, whatever its script', async () => {
  const [config] = canaryConfig().models
  if (!config) throw new Error('The canary config has a model.')
  const llama = await getLlama({ build: 'never', logLevel: LlamaLogLevel.error, maxThreads: availableParallelism() })
  const model = await llama.loadModel({ modelPath: (await verifyModel(config)).path, vocabOnly: true })
  const bytesOf = bytesOfTokens(model)
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      fc.pre(text.isWellFormed())
      const tokens = model.tokenize(text)
      expect(Buffer.concat(tokens.map(bytesOf)).toString()).toBe(text)
    }),
  )
  await model.dispose()
})
