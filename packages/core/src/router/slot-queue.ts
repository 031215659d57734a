import { routerError } from '../errors.ts'

type Waiting = { grant: () => void; leave: (error: Error) => void }

/** Hands out a model's slots, first come first served, to a bounded number of waiting requests. */
export class SlotQueue {
  readonly #model: string
  readonly #slots: number
  readonly #limit: number
  readonly #waiting: Waiting[] = []
  #active = 0

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
    return () => this.#release()
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    const waiting = this.#waiting.length
    if (waiting >= this.#limit) {
      throw routerError('overloaded', { model: this.#model, waiting, retryAfterSeconds: 1 + Math.ceil(waiting / this.#slots) })
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

  // The slot passes straight to the next in line, so that nobody slips in between.
  #release(): void {
    const next = this.#waiting.shift()
    if (next) next.grant()
    else this.#active -= 1
  }
}
