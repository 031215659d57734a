import fc from 'fast-check'
import type { Token } from 'node-llama-cpp'
import { expect, test } from 'vitest'
import { randomDraws, sampleToken, type TokenChoice, type TokenLogit } from './sample-token.ts'

const all: TokenChoice = { temperature: 1, topK: 0, topP: 1, minP: 0 }
// Probabilities 1/2, 1/4, 1/8 and twice 1/16.
const halves: TokenLogit[] = [2, 4, 8, 16, 16].map((part, token) => [token as Token, -Math.log(part)])

/** Every token that some draw can choose. */
const reachable = (choice: Partial<TokenChoice>) =>
  new Set(Array.from({ length: 1_001 }, (_, draw) => sampleToken(halves, { ...all, ...choice }, () => draw / 1_000)))

test.each<{ choice: Partial<TokenChoice>; tokens: number[] }>([
  { choice: {}, tokens: [0, 1, 2, 3, 4] },
  { choice: { temperature: 0 }, tokens: [0] },
  { choice: { topK: 2 }, tokens: [0, 1] },
  { choice: { topP: 0 }, tokens: [0] },
  { choice: { topP: 0.6 }, tokens: [0, 1] },
  { choice: { topP: 0.8 }, tokens: [0, 1, 2] },
  { choice: { topK: 2, topP: 0.6 }, tokens: [0] },
  { choice: { minP: 0.2 }, tokens: [0, 1, 2] },
  { choice: { minP: 1 }, tokens: [0] },
])('$choice can choose $tokens', ({ choice, tokens }) => {
  expect(reachable(choice)).toEqual(new Set(tokens))
})

test('a token is chosen as often as it is probable', () => {
  const draws = Array.from({ length: 1_600 }, (_, draw) => sampleToken(halves, all, () => (draw + 0.5) / 1_600))
  expect([0, 1, 2, 3, 4].map((token) => draws.filter((drawn) => drawn === token).length)).toEqual([800, 400, 200, 100, 100])
})

test('whatever the logits, the choice is one of the first topK', () => {
  const logits = fc
    .array(fc.double({ min: -80, max: 80, noNaN: true }), { minLength: 1, maxLength: 40 })
    .map((values) => values.toSorted((one, other) => other - one).map((logit, token): TokenLogit => [token as Token, logit]))
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const choice = fc.record({ temperature: fc.double({ min: 0, max: 2, noNaN: true }), topK: fc.nat(50), topP: share, minP: share })
  fc.assert(
    fc.property(logits, choice, share, (sorted, limits, draw) => {
      expect(sampleToken(sorted, limits, () => draw)).toBeLessThan(limits.topK || sorted.length)
    }),
  )
})

test('draws are those of a standard Mersenne Twister, two of its outputs each, the lower first', () => {
  // The first outputs for its default seed, as the C++ standard's own reference has them.
  expect(randomDraws(5489)()).toBe((3_499_211_612 + 581_869_302 * 2 ** 32) / 2 ** 64)
})

test('every seed has its own draws, always the same', () => {
  for (const seed of [0, 1, 2 ** 31, 2 ** 32 - 2]) expect(randomDraws(seed)()).toBe(randomDraws(seed)())
  expect(randomDraws(1)()).not.toBe(randomDraws(2)())
})
