import { availableParallelism } from 'node:os'
import fc from 'fast-check'
import { getLlama, LlamaLogLevel } from 'node-llama-cpp'
import { expect, test, vi } from 'vitest'
import { canaryConfig } from '../../config/canary-config.ts'
import { verifyModel } from '../../models/verify-model.ts'
import { bytesOfTokens, tokenBytes } from './token-bytes.ts'

const [normal, control, userDefined, byte] = [1, 3, 4, 6]

test.each([
  { entry: 'Ġfox', type: normal, kind: 'gpt2', bytes: ' fox' },
  { entry: 'ðŁ', type: normal, kind: 'gpt2', bytes: [0xf0, 0x9f] },
  { entry: '©Ã', type: normal, kind: 'gpt2', bytes: [0xa9, 0xc3] },
  { entry: 'Ń', type: normal, kind: 'gpt2', bytes: [0xad] },
  { entry: '<|im_end|>', type: control, kind: 'gpt2', bytes: '<|im_end|>' },
  { entry: 'Ġ', type: userDefined, kind: 'gpt2', bytes: 'Ġ' },
  { entry: '<0xE4>', type: byte, kind: 'llama', bytes: [0xe4] },
  { entry: '<0xE4>', type: normal, kind: 'llama', bytes: '<0xE4>' },
  { entry: '▁world', type: normal, kind: 'llama', bytes: ' world' },
  { entry: '你', type: normal, kind: 'llama', bytes: '你' },
  { entry: '\uFFFD', type: normal, kind: 'llama', bytes: '\uFFFD' },
])('$entry of type $type in a $kind vocabulary is $bytes', ({ entry, type, kind, bytes }) => {
  expect([...tokenBytes({ entry, type, kind })]).toEqual(typeof bytes === 'string' ? [...Buffer.from(bytes)] : bytes)
})

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
