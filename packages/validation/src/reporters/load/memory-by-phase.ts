import type { MemorySample } from '../../bench/load/watch-memory.ts'

/** The most that server and engine held in each phase, in the order of the phases. */
export const memoryByPhase = (samples: readonly MemorySample[]): { phase: string; serverMiB: number; engineMiB: number }[] =>
  [...Map.groupBy(samples, ({ phase }) => phase)].map(([phase, within]) => ({
    phase,
    serverMiB: Math.max(...within.map(({ serverMiB }) => serverMiB)),
    engineMiB: Math.max(...within.map(({ engineMiB }) => engineMiB)),
  }))
