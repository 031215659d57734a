import type { LoadPoint } from '../../bench/load/load-report.ts'
import { nameClients } from '../../bench/load/plan/name-clients.ts'
import { showNumber } from '../words/show-number.ts'

/** A load in words. */
export function showLoad(load: LoadPoint['load']): string {
  return 'clients' in load ? nameClients(load.clients) : `${showNumber(load.requestsPerSecond)} requests/s`
}
