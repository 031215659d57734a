/** More crashes than these and a model is failed, no longer restarted at once: in a row, or in the window. As systemd's StartLimitBurst. */
const mostCrashes = 5
/** Longer than systemd's StartLimitIntervalSec of 10 seconds, which loads of large weights can outlast. */
const windowMs = 60_000
/** As systemd's RestartSec. */
const firstBackOffMs = 100
/** An engine that lived so long and answered a request is taken to have recovered. As systemd's StartLimitIntervalSec. */
const soundLifeMs = 10_000

/** When the crashed engine of one model is started again: after a pause that grows, until there have been too many crashes. */
export class RestartPolicy {
  #inARow = 0
  #timesMs: number[] = []
  #restarts = 0

  get restarts(): number {
    return this.#restarts
  }

  /** Milliseconds since the last crash. */
  get sinceMs(): number {
    return elapsedMs(this.#timesMs.at(-1) ?? 0)
  }

  /** Notes a crash; returns how long to wait before a restart, longer each time, or undefined when there have been too many. */
  crashed(): number | undefined {
    const nowMs = performance.now()
    this.#inARow += 1
    this.#timesMs = [...this.#timesMs.filter((timeMs) => nowMs - timeMs < windowMs), nowMs]
    const crashes = Math.max(this.#inARow, this.#timesMs.length)
    if (crashes > mostCrashes) return undefined
    this.#restarts += 1
    return firstBackOffMs * 2 ** (crashes - 1)
  }

  /** Notes that an engine of this age answered a request to its end: one that only begins answers would restart for ever. */
  answered(ageMs: number): void {
    if (ageMs >= soundLifeMs) this.#inARow = 0
  }
}

/** Milliseconds since a time of `performance.now()`, to the microsecond: what clocks tell beyond that is noise. */
export const elapsedMs = (sinceMs: number): number => Math.round((performance.now() - sinceMs) * 1000) / 1000
