import { createRandom } from './random-source.ts'
import { quantile } from './summarise.ts'

/** A figure with the range that holds the true one 19 times in 20. */
export type Interval = { estimate: number; low: number; high: number }

const resamples = 2_000

/** The middle value. */
export const median = (values: readonly number[]): number => quantile(Float64Array.from(values).sort(), 0.5)

/**
 * The median with its 95 % interval by the percentile bootstrap (Efron, 1979): the medians of many samples drawn from the values,
 * with replacement. The same values always give the same interval.
 */
export function bootstrapMedian(values: readonly number[]): Interval {
  const random = createRandom(values.length)
  const sample = new Float64Array(values.length)
  const medians = Float64Array.from({ length: resamples }, () => {
    for (let index = 0; index < sample.length; index++) sample[index] = values[random() % values.length] ?? Number.NaN
    return quantile(sample.sort(), 0.5)
  }).sort()
  return { estimate: median(values), low: quantile(medians, 0.025), high: quantile(medians, 0.975) }
}

/** The ratio of two medians with its 95 % interval by the percentile bootstrap, each side drawn on its own: for values that were not taken in turn. */
export function bootstrapMedianRatio(values: readonly number[], others: readonly number[]): Interval {
  const random = createRandom(values.length * 1_009 + others.length)
  const draw = (from: readonly number[]) => median(from.map(() => from[random() % from.length] ?? Number.NaN))
  const ratios = Float64Array.from({ length: resamples }, () => draw(values) / draw(others)).sort()
  return { estimate: median(values) / median(others), low: quantile(ratios, 0.025), high: quantile(ratios, 0.975) }
}
