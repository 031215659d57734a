import { routerError } from '../../errors.ts'
import { abortError } from '../lifecycle/or-abort.ts'
import { RetryAfter, wholeSeconds } from './retry-after.ts'

type Waiting = { slots: number; grant: () => void }
type Hold = { slots: number; sinceMs: number }

/** Hands out a model's slots, strictly first come first served, to a bounded number of waiting requests. */
export class SlotQueue {
  readonly #model: string
  readonly #slots: number
  readonly #limit: number
  readonly #waiting: Waiting[] = []
  readonly #holds = new Set<Hold>()
  readonly #retryAfter: RetryAfter

  constructor({ model, slots, limit }: { model: string; slots: number; limit: number }) {
    this.#model = model
    this.#slots = slots
    this.#limit = limit
    this.#retryAfter = new RetryAfter(slots)
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
      const runningMs = [...this.#holds].map(({ sinceMs }) => performance.now() - sinceMs)
      const retryAfterSeconds = this.#retryAfter.whenFullSeconds(sumOfSlots(this.#waiting), runningMs)
      throw routerError('overloaded', { model: this.#model, waiting: this.#waiting.length, retryAfterSeconds })
    }
    this.#refuseInVain(withinMs)
    return this.#wait(signal, slots)
  }

  get #free(): number {
    return this.#slots - sumOfSlots(this.#holds)
  }

  // Who could only wait until its time is over is told at once.
  #refuseInVain(withinMs: number): void {
    const expectedWaitMs = this.#retryAfter.expectedWaitMs(sumOfSlots(this.#waiting))
    if (expectedWaitMs <= withinMs) return
    const retryAfterSeconds = wholeSeconds(expectedWaitMs - withinMs)
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
    this.#retryAfter.held(performance.now() - hold.sinceMs)
    this.#serve()
  }
}

const sumOfSlots = (requests: Iterable<{ slots: number }>) => [...requests].reduce((sum, { slots }) => sum + slots, 0)
