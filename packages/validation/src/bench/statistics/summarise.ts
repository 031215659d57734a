import { quantile } from './quantile.ts'

/** A distribution in a few numbers. */
export type Summary = { median: number; low: number; high: number; count: number }

/** Median with the range that holds the middle 90 %. */
export function summarise(values: readonly number[]): Summary {
  const ascending = [...values].sort((a, b) => a - b)
  return { median: quantile(ascending, 0.5), low: quantile(ascending, 0.05), high: quantile(ascending, 0.95), count: values.length }
}
