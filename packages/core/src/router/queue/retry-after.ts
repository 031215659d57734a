/** Roughly how many of the last holds the mean remembers. As TCP's mean of round trips (RFC 6298), which gives the newest an eighth. */
const holdsInMean = 8

/** Reckons how long those who wait for slots will wait, and after how many seconds (`Retry-After`) one who was refused comes again. */
export class RetryAfter {
  readonly #slots: number
  /** Running mean of how long slots are held, in milliseconds. */
  #meanHoldMs = 0

  /** `slots`: how many there are, held or not. */
  constructor(slots: number) {
    this.#slots = slots
  }

  /** Notes for how long a slot was held. */
  held(holdMs: number): void {
    this.#meanHoldMs += (holdMs - this.#meanHoldMs) / (this.#meanHoldMs === 0 ? 1 : holdsInMean)
  }

  /** How long the next to come waits until those before have had so many slots, at the rate seen so far. */
  expectedWaitMs(waitingSlots: number): number {
    return (this.#meanHoldMs * waitingSlots) / this.#slots
  }

  /** For a full queue: when half of those who wait now will have had their turn, and at least one. `runningMs`: how long each hold has gone on. */
  whenFullSeconds(waitingSlots: number, runningMs: readonly number[]): number {
    const turns = Math.max(1, waitingSlots / 2)
    return wholeSeconds((this.#holdMs(runningMs) * turns) / this.#slots)
  }

  // Holds that go on longer than the mean say that the mean is out of date.
  #holdMs(runningMs: readonly number[]): number {
    const sum = runningMs.reduce((total, ms) => total + ms, 0)
    return Math.max(this.#meanHoldMs, sum / Math.max(1, runningMs.length))
  }
}

/** What a client is told to wait: whole seconds, and at least one. */
export const wholeSeconds = (waitMs: number): number => Math.max(1, Math.ceil(waitMs / 1000))
