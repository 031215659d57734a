import { cpus } from 'node:os'

/** Processor time in milliseconds, up to now. */
type ProcessorTimes = { busyMs: number; ownMs: number; atMs: number; cores: number }

/** Older than this a look tells of a time in which nothing was computed here. */
const staleMs = 2_000

/** Watches how many cores other processes leave to this one. What runs at low priority gives way, and does not count. */
export class FreeCores {
  readonly #read: () => ProcessorTimes
  #last: ProcessorTimes | undefined

  constructor(read = readTimes) {
    this.#read = read
  }

  /** Cores that were left since the last look; undefined at the first, and where that was longer ago than `mostMs`. */
  look(mostMs = staleMs): number | undefined {
    const last = this.#last
    const now = this.#read()
    this.#last = now
    const passedMs = now.atMs - (last?.atMs ?? Number.NEGATIVE_INFINITY)
    if (!last || passedMs > mostMs || passedMs <= 0) return undefined
    const othersMs = Math.max(0, now.busyMs - last.busyMs - (now.ownMs - last.ownMs))
    return now.cores - othersMs / passedMs
  }
}

/** A core of which other processes take no more than this share is as good as free. */
const shareOfOthers = 0.4

/** Threads that free cores are enough for, at least one. */
export const threadsFor = (freeCores: number, most: number): number => Math.min(most, Math.max(1, Math.floor(freeCores + shareOfOthers)))

function readTimes(): ProcessorTimes {
  const processors = cpus()
  const { user, system } = process.cpuUsage()
  return {
    busyMs: processors.reduce((sum, { times }) => sum + times.user + times.sys + times.irq, 0),
    ownMs: (user + system) / 1000,
    atMs: performance.now(),
    cores: processors.length,
  }
}
