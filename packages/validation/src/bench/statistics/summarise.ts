/** A distribution in a few numbers. */
export type Summary = { median: number; low: number; high: number; count: number }

/** Median with the range that holds the middle 90 %. */
export function summarise(values: readonly number[]): Summary {
  const ascending = [...values].sort((a, b) => a - b)
  return { median: quantile(ascending, 0.5), low: quantile(ascending, 0.05), high: quantile(ascending, 0.95), count: values.length }
}

/** The value below which a share of ascending values lies, interpolated. NaN for no values. */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  const position = (ascending.length - 1) * share
  const below = ascending[Math.floor(position)] ?? Number.NaN
  const above = ascending[Math.ceil(position)] ?? Number.NaN
  return below + (above - below) * (position - Math.floor(position))
}
