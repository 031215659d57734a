import { routerError } from '../errors.ts'

type Waiting = { grant: () => void; leave: (error: Error) => void }

/** Roughly how many of the last holds the mean remembers. */
const holdsInMean = 8

/** Hands out a model's slots, first come first served, to a bounded number of waiting requests. */
export class SlotQueue {
  readonly #model: string
  readonly #slots: number
  readonly #limit: number
  readonly #waiting: Waiting[] = []
  #active = 0
  /** Running mean of how long a slot is held, in milliseconds. */
  #meanHoldMs = 0

  constructor({ model, slots, limit }: { model: string; slots: number; limit: number }) {
    this.#model = model
    this.#slots = slots
    this.#limit = limit
  }

  get counts() {
    return { active: this.#active, slots: this.#slots, waiting: this.#waiting.length, limit: this.#limit }
  }

  /** Waits for a slot; returns how to give it back. Throws `overloaded`, and `request_cancelled` when the signal aborts. */
  async acquire(signal: AbortSignal | undefined): Promise<() => void> {
    if (signal?.aborted) throw routerError('request_cancelled', {})
    if (this.#active < this.#slots) this.#active += 1
    else await this.#wait(signal)
    const sinceMs = performance.now()
    return () => this.#release(performance.now() - sinceMs)
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    const waiting = this.#waiting.length
    if (waiting >= this.#limit) {
      throw routerError('overloaded', { model: this.#model, waiting, retryAfterSeconds: this.#retryAfterSeconds() })
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const entry: Waiting = { grant: resolve, leave: reject }
    this.#waiting.push(entry)
    const leave = () => {
      this.#waiting.splice(this.#waiting.indexOf(entry), 1)
      entry.leave(routerError('request_cancelled', {}))
    }
    signal?.addEventListener('abort', leave, { once: true })
    return promise.finally(() => signal?.removeEventListener('abort', leave))
  }

  // When half of those who wait now will have had their turn, at the rate seen so far.
  #retryAfterSeconds(): number {
    return Math.max(1, Math.ceil((this.#meanHoldMs * this.#waiting.length) / (2 * this.#slots * 1000)))
  }

  // The slot passes straight to the next in line, so that nobody slips in between.
  #release(heldMs: number): void {
    this.#meanHoldMs += (heldMs - this.#meanHoldMs) / (this.#meanHoldMs === 0 ? 1 : holdsInMean)
    const next = this.#waiting.shift()
    if (next) next.grant()
    else this.#active -= 1
  }
}
