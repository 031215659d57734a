import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bootstrapMedian, median } from './interval.ts'
import { createRandom } from './random-source.ts'

test('the interval holds its median and stays within the values', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 12 }), (values) => {
      const { estimate, low, high } = bootstrapMedian(values)
      expect(estimate).toBe(median(values))
      expect(low).toBeLessThanOrEqual(estimate)
      expect(high).toBeGreaterThanOrEqual(estimate)
      expect(low).toBeGreaterThanOrEqual(Math.min(...values))
      expect(high).toBeLessThanOrEqual(Math.max(...values))
    }),
    { numRuns: 30 },
  )
})

test('the same values give the same interval', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6]
  expect(bootstrapMedian(values)).toEqual(bootstrapMedian(values))
})

test('more values narrow the interval, and it holds the true median about 19 times in 20', () => {
  const random = createRandom(7)
  const sample = (count: number) => Array.from({ length: count }, () => random() / 2 ** 32)
  const width = (values: number[]) => bootstrapMedian(values).high - bootstrapMedian(values).low
  expect(width(sample(200))).toBeLessThan(width(sample(12)))
  const trials = Array.from({ length: 20 }, () => bootstrapMedian(sample(25)))
  const holding = trials.filter(({ low, high }) => low <= 0.5 && high >= 0.5).length
  expect(holding).toBeGreaterThanOrEqual(16)
})
