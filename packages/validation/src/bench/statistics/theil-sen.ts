import type { Interval } from './interval.ts'
import { quantile } from './summarise.ts'

/** Standard normal quantile of 0.975. */
const z = 1.96

/**
 * The slope of values taken at equal distances, per step, with its 95 % interval: the median of the slopes of all pairs, which single
 * outliers do not move (Theil, 1950), and Sen's interval from the variance of Kendall's statistic (Sen, 1968).
 */
export function theilSen(values: readonly number[]): Interval {
  const slopes = values.flatMap((value, index) => values.slice(index + 1).map((later, ahead) => (later - value) / (ahead + 1)))
  slopes.sort((one, other) => one - other)
  const count = values.length
  const spread = z * Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18)
  return {
    estimate: quantile(slopes, 0.5),
    low: ranked(slopes, (slopes.length - spread) / 2 - 1),
    high: ranked(slopes, (slopes.length + spread) / 2),
  }
}

/** The value at a rank between two others, interpolated. A rank outside says that there are too few values to bound anything. */
function ranked(ascending: readonly number[], rank: number): number {
  if (rank < 0) return Number.NEGATIVE_INFINITY
  return rank > ascending.length - 1 ? Number.POSITIVE_INFINITY : quantile(ascending, rank / (ascending.length - 1))
}
