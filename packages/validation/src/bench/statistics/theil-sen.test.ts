import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom } from './random-source.ts'
import { theilSen } from './theil-sen.ts'

test('a straight line has exactly its own slope', () => {
  fc.assert(
    fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 6, max: 30 }), (slope, count) => {
      const line = Array.from({ length: count }, (_, index) => 7 + slope * index)
      expect(theilSen(line)).toEqual({ estimate: slope, low: slope, high: slope })
    }),
  )
})

test('outliers do not move it', () => {
  const line = Array.from({ length: 40 }, (_, index) => 2 * index)
  line[5] = 10_000
  line[30] = -10_000
  expect(theilSen(line).estimate).toBeCloseTo(2)
})

test('noise without a trend has an interval around 0; a trend under the same noise has not', () => {
  const random = createRandom(11)
  const noise = Array.from({ length: 60 }, () => (random() / 2 ** 32) * 100)
  const flat = theilSen(noise)
  expect([flat.low < 0, flat.high > 0]).toEqual([true, true])
  const rising = theilSen(noise.map((value, index) => value + 3 * index))
  expect(rising.low).toBeGreaterThan(0)
  expect(rising.estimate).toBeCloseTo(3, 0)
})

test('too few values bound nothing', () => {
  expect(theilSen([1, 2, 3])).toEqual({ estimate: 1, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY })
})
