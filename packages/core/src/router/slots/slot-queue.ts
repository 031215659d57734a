import { routerError } from '../../errors.ts'
import { abortError } from '../lifecycle/or-abort.ts'

type Waiting = { slots: number; grant: () => void }
type Hold = { slots: number; sinceMs: number }

/** Roughly how many of the last holds the mean remembers. As TCP's mean of round trips (RFC 6298), which gives the newest an eighth. */
const holdsInMean = 8

/** Hands out a model's slots, strictly first come first served, to a bounded number of waiting requests. */
export class SlotQueue {
  readonly #model: string
  readonly #slots: number
  readonly #limit: number
  readonly #waiting: Waiting[] = []
  readonly #holds = new Set<Hold>()
  /** Running mean of how long slots are held, in milliseconds. */
  #meanHoldMs = 0

  constructor({ model, slots, limit }: { model: string; slots: number; limit: number }) {
    this.#model = model
    this.#slots = slots
    this.#limit = limit
  }

  get counts() {
    return { active: sumOfSlots(this.#holds), slots: this.#slots, waiting: this.#waiting.length, limit: this.#limit }
  }

  /**
   * Waits for so many slots, of which there are enough; returns how to give them all back, once. Who is first waits until
   * there are that many, and nobody overtakes. Throws `overloaded` when the queue is full, or when those who wait already will, at the
   * rate seen so far, take longer than `withinMs`; and the signal's error when it aborts.
   */
  async acquire(signal: AbortSignal, slots = 1, withinMs = Number.POSITIVE_INFINITY): Promise<() => void> {
    if (signal.aborted) throw abortError(signal)
    if (this.#waiting.length === 0 && this.#free >= slots) return this.#grant(slots)
    if (this.#waiting.length >= this.#limit) {
      const waiting = this.#waiting.length
      throw routerError('overloaded', { model: this.#model, waiting, retryAfterSeconds: this.#retryAfterSeconds() })
    }
    this.#refuseInVain(withinMs)
    return this.#wait(signal, slots)
  }

  get #free(): number {
    return this.#slots - sumOfSlots(this.#holds)
  }

  // Who could only wait until its time is over is told at once.
  #refuseInVain(withinMs: number): void {
    const expectedWaitMs = (this.#meanHoldMs * sumOfSlots(this.#waiting)) / this.#slots
    if (expectedWaitMs <= withinMs) return
    const retryAfterSeconds = Math.max(1, Math.ceil((expectedWaitMs - withinMs) / 1000))
    const details = { model: this.#model, waiting: this.#waiting.length, expectedWaitMs: Math.round(expectedWaitMs), retryAfterSeconds }
    throw routerError('overloaded', details)
  }

  #wait(signal: AbortSignal, slots: number): Promise<() => void> {
    const { promise, resolve, reject } = Promise.withResolvers<() => void>()
    const entry: Waiting = {
      slots,
      // Slots are taken here and not when the promise is read, so that nobody slips in between.
      grant: () => {
        signal.removeEventListener('abort', leave)
        resolve(this.#grant(slots))
      },
    }
    const leave = () => {
      this.#waiting.splice(this.#waiting.indexOf(entry), 1)
      reject(abortError(signal))
      // One that wanted many may have kept others from slots that are free.
      this.#serve()
    }
    this.#waiting.push(entry)
    signal.addEventListener('abort', leave, { once: true })
    return promise
  }

  #serve(): void {
    for (let [first] = this.#waiting; first && first.slots <= this.#free; [first] = this.#waiting) {
      this.#waiting.shift()
      first.grant()
    }
  }

  #grant(slots: number): () => void {
    const hold = { slots, sinceMs: performance.now() }
    this.#holds.add(hold)
    return () => this.#release(hold)
  }

  #release(hold: Hold): void {
    if (!this.#holds.delete(hold)) return
    this.#meanHoldMs += (performance.now() - hold.sinceMs - this.#meanHoldMs) / (this.#meanHoldMs === 0 ? 1 : holdsInMean)
    this.#serve()
  }

  // When half of those who wait now will have had their turn, and at least one, at the rate seen so far.
  #retryAfterSeconds(): number {
    const turns = Math.max(1, sumOfSlots(this.#waiting) / 2)
    return Math.max(1, Math.ceil((this.#holdMs() * turns) / (this.#slots * 1000)))
  }

  // Holds that go on longer than the mean say that the mean is out of date.
  #holdMs(): number {
    const nowMs = performance.now()
    const runningMs = [...this.#holds].reduce((sum, { sinceMs }) => sum + nowMs - sinceMs, 0)
    return Math.max(this.#meanHoldMs, runningMs / Math.max(1, this.#holds.size))
  }
}

const sumOfSlots = (requests: Iterable<{ slots: number }>) => [...requests].reduce((sum, { slots }) => sum + slots, 0)
