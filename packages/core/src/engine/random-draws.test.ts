import { expect, test } from 'vitest'
import { randomDraws } from './random-draws.ts'

test('draws are those of a standard Mersenne Twister, two of its outputs each, the lower first', () => {
  // The first outputs for its default seed, as the C++ standard's own reference has them.
  expect(randomDraws(5489)()).toBe((3_499_211_612 + 581_869_302 * 2 ** 32) / 2 ** 64)
})

test('every seed has its own draws, always the same', () => {
  for (const seed of [0, 1, 2 ** 31, 2 ** 32 - 2]) expect(randomDraws(seed)()).toBe(randomDraws(seed)())
  expect(randomDraws(1)()).not.toBe(randomDraws(2)())
})
