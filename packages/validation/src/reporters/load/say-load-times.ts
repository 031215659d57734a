import type { LoadReport } from '../../bench/load/load-report.ts'
import { median } from '../../bench/statistics/interval.ts'
import { showNumber } from '../words/show-number.ts'

/** How long the weights take to load, in a sentence. */
export function sayLoadTimes({ coldMs, warmMs }: NonNullable<LoadReport['loadTimes']>): string {
  const seconds = (values: readonly number[]) => `${showNumber(median(values) / 1_000)} s`
  const cold =
    coldMs.length > 0
      ? `, and in ${seconds(coldMs)} from the disk`
      : '; the system would not forget them, so from the disk was not measured'
  return `The weights load in ${seconds(warmMs)} where they lie in memory${cold} (median of ${warmMs.length}).`
}
