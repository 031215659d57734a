import type { LoadPoint, LoadReport } from '../../bench/load/load-report.ts'
import { nameClients } from '../../bench/load/plan/plan-chats.ts'
import type { MemorySample } from '../../bench/load/watch-memory.ts'
import { median } from '../../bench/statistics/interval.ts'
import { showNumber } from '../words/show-number.ts'

/** A load in words. */
export function showLoad(load: LoadPoint['load']): string {
  return 'clients' in load ? nameClients(load.clients) : `${showNumber(load.requestsPerSecond)} requests/s`
}

/** The most that server and engine held in each phase, in the order of the phases. */
export const memoryByPhase = (samples: readonly MemorySample[]): { phase: string; serverMiB: number; engineMiB: number }[] =>
  [...Map.groupBy(samples, ({ phase }) => phase)].map(([phase, within]) => ({
    phase,
    serverMiB: Math.max(...within.map(({ serverMiB }) => serverMiB)),
    engineMiB: Math.max(...within.map(({ engineMiB }) => engineMiB)),
  }))

/** How long the weights take to load, in a sentence. */
export function sayLoadTimes({ coldMs, warmMs }: NonNullable<LoadReport['loadTimes']>): string {
  const seconds = (values: readonly number[]) => `${showNumber(median(values) / 1_000)} s`
  const cold =
    coldMs.length > 0
      ? `, and in ${seconds(coldMs)} from the disk`
      : '; the system would not forget them, so from the disk was not measured'
  return `The weights load in ${seconds(warmMs)} where they lie in memory${cold} (median of ${warmMs.length}).`
}
