import { routerError } from '../errors.ts'
import { abortError } from './abort-error.ts'

type Waiting = { grant: () => void }

/** Roughly how many of the last holds the mean remembers. */
const holdsInMean = 8

/** Hands out a model's slots, first come first served, to a bounded number of waiting requests. */
export class SlotQueue {
  readonly #model: string
  readonly #slots: number
  readonly #limit: number
  readonly #waiting: Waiting[] = []
  /** When each slot in use was given out. */
  readonly #heldSinceMs = new Map<symbol, number>()
  /** Running mean of how long a slot is held, in milliseconds. */
  #meanHoldMs = 0

  constructor({ model, slots, limit }: { model: string; slots: number; limit: number }) {
    this.#model = model
    this.#slots = slots
    this.#limit = limit
  }

  get counts() {
    return { active: this.#heldSinceMs.size, slots: this.#slots, waiting: this.#waiting.length, limit: this.#limit }
  }

  /** Waits for a slot; returns how to give it back, once. Throws `overloaded`, and the signal's error when it aborts. */
  async acquire(signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw abortError(signal)
    if (this.#heldSinceMs.size < this.#slots) return this.#grant()
    if (this.#waiting.length >= this.#limit) {
      const waiting = this.#waiting.length
      throw routerError('overloaded', { model: this.#model, waiting, retryAfterSeconds: this.#retryAfterSeconds() })
    }
    return this.#wait(signal)
  }

  #wait(signal: AbortSignal): Promise<() => void> {
    const { promise, resolve, reject } = Promise.withResolvers<() => void>()
    const entry: Waiting = {
      // The slot is taken here and not when the promise is read, so that nobody slips in between.
      grant: () => {
        signal.removeEventListener('abort', leave)
        resolve(this.#grant())
      },
    }
    const leave = () => {
      this.#waiting.splice(this.#waiting.indexOf(entry), 1)
      reject(abortError(signal))
    }
    this.#waiting.push(entry)
    signal.addEventListener('abort', leave, { once: true })
    return promise
  }

  #grant(): () => void {
    const hold = Symbol('hold')
    this.#heldSinceMs.set(hold, performance.now())
    return () => this.#release(hold)
  }

  #release(hold: symbol): void {
    const sinceMs = this.#heldSinceMs.get(hold)
    if (sinceMs === undefined) return
    this.#heldSinceMs.delete(hold)
    this.#meanHoldMs += (performance.now() - sinceMs - this.#meanHoldMs) / (this.#meanHoldMs === 0 ? 1 : holdsInMean)
    this.#waiting.shift()?.grant()
  }

  // When half of those who wait now will have had their turn, and at least one, at the rate seen so far.
  #retryAfterSeconds(): number {
    const turns = Math.max(1, this.#waiting.length / 2)
    return Math.max(1, Math.ceil((this.#holdMs() * turns) / (this.#slots * 1000)))
  }

  // Holds that go on longer than the mean say that the mean is out of date.
  #holdMs(): number {
    const nowMs = performance.now()
    const runningMs = [...this.#heldSinceMs.values()].reduce((sum, sinceMs) => sum + nowMs - sinceMs, 0)
    return Math.max(this.#meanHoldMs, runningMs / Math.max(1, this.#heldSinceMs.size))
  }
}
