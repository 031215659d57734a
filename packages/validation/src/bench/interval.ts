import { quantile } from '../quantile.ts'
import { createRandom } from './random-source.ts'

/** A figure with the range that holds the true one 19 times in 20. */
export type Interval = { estimate: number; low: number; high: number }

const resamples = 2_000

/** The middle value. */
export const median = (values: readonly number[]): number => quantile(ascending(values), 0.5)

/**
 * The median with its 95 % interval by the percentile bootstrap (Efron, 1979): the medians of many samples drawn from the values,
 * with replacement. The same values always give the same interval.
 */
export function bootstrapMedian(values: readonly number[]): Interval {
  const random = createRandom(values.length)
  const draw = () => values[random() % values.length] ?? Number.NaN
  const medians = ascending(Array.from({ length: resamples }, () => median(values.map(draw))))
  return { estimate: median(values), low: quantile(medians, 0.025), high: quantile(medians, 0.975) }
}

const ascending = (values: readonly number[]) => [...values].sort((one, other) => one - other)
