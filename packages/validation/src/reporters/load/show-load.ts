import type { LoadPoint } from '../../bench/load/load-report.ts'
import { showNumber } from '../show-number.ts'

/** A load in words. */
export function showLoad(load: LoadPoint['load']): string {
  if ('requestsPerSecond' in load) return `${showNumber(load.requestsPerSecond)} requests/s`
  return load.clients === 1 ? '1 client' : `${load.clients} clients`
}
