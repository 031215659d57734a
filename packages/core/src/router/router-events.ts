import type { RouterEvent } from './router-event.ts'

/** Is told of every event of a router, as it happens. */
export type RouterListener = (event: RouterEvent) => void

/** Tells the events of one router to all who listen. */
export class RouterEvents {
  readonly #listeners = new Set<RouterListener>()

  /** Tells a listener from now on, until it is disposed of. */
  subscribe(listener: RouterListener): Disposable {
    // A function of its own, as two may listen with the same.
    const own: RouterListener = (event) => listener(event)
    this.#listeners.add(own)
    return { [Symbol.dispose]: () => this.#listeners.delete(own) }
  }

  readonly tell: RouterListener = (event) => {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch (error) {
        // A fault of who listens is no reason for a request to fail.
        process.emitWarning(error instanceof Error ? error : String(error))
      }
    }
  }
}
