import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canaryConfig } from '../../config/canary-config.ts'
import type { GgufFacts, Model } from '../model.ts'
import { verifyModel } from '../verify-model.ts'
import { checkMemory } from './check-memory.ts'
import { estimateMemory, keepsScores } from './estimate-memory.ts'

/** The shape of Qwen2.5 0.5B as Q8_0. */
const facts: GgufFacts = {
  architecture: 'qwen2',
  parameters: 494_032_768,
  quantisation: 'Q8_0',
  trainedContextSize: 32_768,
  embeddingLength: 896,
  feedForwardLength: 4864,
  vocabularySize: 151_936,
  layers: Array.from({ length: 24 }, () => ({ heads: 14, keyValueHeads: 2, windowTokens: undefined })),
  keyLength: 64,
  valueLength: 64,
  chatTemplate: undefined,
  toolTemplate: undefined,
  controlTokens: [],
  userDefinedTokens: [],
  specialTokens: { bos: undefined, eos: 1, eot: undefined, unknown: undefined, separator: undefined, padding: undefined, mask: undefined },
  pooling: undefined,
  splitFiles: 1,
  fileBytes: 531_068_096,
}

const model = (gguf: GgufFacts, contextSize: number): Model => ({
  id: 'qwen',
  path: 'qwen.gguf',
  restore: undefined,
  sha256: undefined,
  abilities: ['chat'],
  contextSize,
  gguf,
  speculation: 'none',
  fileIdentity: '',
})

test('keys and values take 12 KiB a token in the shape of Qwen2.5 0.5B', () => {
  expect(estimateMemory(facts, { contextSize: 32_768, slots: 1 }).keyValueBytes).toBe(32_768 * 12 * 1024)
  expect(estimateMemory(facts, { contextSize: 1000, slots: 3 }).keyValueBytes).toBe(3 * 1024 * 12 * 1024)
})

test('explicit lengths of keys and values, heads by layer and windows are counted', () => {
  const layers = [
    { heads: 4, keyValueHeads: 0, windowTokens: undefined },
    { heads: 4, keyValueHeads: 4, windowTokens: undefined },
    { heads: 4, keyValueHeads: 4, windowTokens: 512 },
  ]
  const { keyValueBytes } = estimateMemory({ ...facts, layers, keyLength: 256, valueLength: 128 }, { contextSize: 8192, slots: 1 })
  expect(keyValueBytes).toBe(2 * 4 * (256 + 128) * (8192 + 1280))
})

test('weights that embed take one text at a time, whole', () => {
  const many = estimateMemory({ ...facts, pooling: 1 }, { contextSize: 2048, slots: 8 })
  expect(many).toEqual(estimateMemory({ ...facts, pooling: 1 }, { contextSize: 2048, slots: 1 }))
  expect(many.computeBytes).toBeGreaterThan(2048 * 4 * facts.vocabularySize)
})

test('scores are kept where they are small, or small beside the weights', () => {
  expect(keepsScores(facts, { contextSize: 4096, slots: 4 })).toBe(true)
  expect(keepsScores(facts, { contextSize: 32_768, slots: 4 })).toBe(false)
  expect(keepsScores({ ...facts, fileBytes: 16e9 }, { contextSize: 32_768, slots: 4 })).toBe(true)
})

test('more context or slots never need less, and no estimate is absurd', () => {
  const size = fc.integer({ min: 1, max: 2 ** 20 })
  fc.assert(
    fc.property(size, fc.integer({ min: 1, max: 64 }), (contextSize, slots) => {
      const { totalBytes } = estimateMemory(facts, { contextSize, slots })
      expect(Number.isSafeInteger(totalBytes)).toBe(true)
      expect(totalBytes).toBeGreaterThan(facts.fileBytes)
      expect(estimateMemory(facts, { contextSize: contextSize + 1, slots }).totalBytes).toBeGreaterThanOrEqual(totalBytes)
      expect(estimateMemory(facts, { contextSize, slots: slots + 1 }).totalBytes).toBeGreaterThanOrEqual(totalBytes)
    }),
  )
})

test('what fits is let through', () => {
  expect(() => checkMemory(model(facts, 4096), 4, 8e9)).not.toThrow()
})

test('what cannot fit is refused with both figures, and each step fits', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 1, max: 131_072 }),
      fc.integer({ min: 0, max: 1e11 }),
      (slots, contextSize, availableBytes) => {
        const { totalBytes } = estimateMemory(facts, { contextSize, slots })
        const refuse = () => checkMemory(model(facts, contextSize), slots, availableBytes)
        if (totalBytes <= availableBytes) {
          expect(refuse).not.toThrow()
          return
        }
        expect(refuse).toThrow(expect.objectContaining({ code: 'memory_insufficient' }))
        try {
          refuse()
        } catch (error) {
          const { details } = error as { details: Record<string, number> }
          expect(details).toMatchObject({ neededBytes: totalBytes, availableBytes, slots, contextSize })
          const { fittingSlots = 0, fittingContextSize = 0, fittingWeightsBytes = 0 } = details
          const need = (change: { contextSize?: number; slots?: number }) =>
            estimateMemory(facts, { contextSize, slots, ...change }).totalBytes
          if (fittingSlots > 0) expect(need({ slots: fittingSlots })).toBeLessThanOrEqual(availableBytes)
          if (fittingContextSize > 0) expect(need({ contextSize: fittingContextSize })).toBeLessThanOrEqual(availableBytes)
          if (fittingWeightsBytes > 0) expect(totalBytes - facts.fileBytes + fittingWeightsBytes).toBeLessThanOrEqual(availableBytes)
        }
      },
    ),
  )
})

test('the refusal names what would fit, in numbers', () => {
  const { neededBytes } = { neededBytes: estimateMemory(facts, { contextSize: 8192, slots: 8 }).totalBytes }
  try {
    checkMemory(model(facts, 8192), 8, neededBytes - 100_000_000)
    expect.unreachable()
  } catch (error) {
    const { message, steps } = (error as { toBody(): { error: { message: string; steps: string[] } } }).toBody().error
    expect(message).toContain(`${Math.ceil(neededBytes / 1e6)} MB`)
    expect(steps.join('\n')).toMatch(/`models\[\]\.slots` to 7\b/)
    expect(steps.join('\n')).toMatch(/`models\[\]\.contextSize` to \d+/)
    expect(steps.join('\n')).toMatch(/weights of at most \d+ MB/)
  }
})

test('the canary fits, and its estimate is of the size of its process', async () => {
  const [config] = canaryConfig().models
  if (!config) return expect.unreachable()
  const canary = await verifyModel(config)
  expect(() => checkMemory(canary, config.slots)).not.toThrow()
  const { totalBytes } = estimateMemory(canary.gguf, { contextSize: canary.contextSize, slots: config.slots })
  expect(totalBytes).toBeGreaterThan(100e6)
  expect(totalBytes).toBeLessThan(300e6)
})
