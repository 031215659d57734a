/** Crashes with no answer in between after which a model is failed and no longer restarted by itself. */
const mostCrashesInARow = 5
const firstBackOffMs = 100

/** How often one model's engine crashed, and when it may come back. */
export class CrashRecord {
  #inARow = 0
  #lastMs = 0
  #restarts = 0

  get restarts(): number {
    return this.#restarts
  }

  /** Milliseconds since the last crash. */
  get sinceMs(): number {
    return Math.round(performance.now() - this.#lastMs)
  }

  /** Notes a crash; returns how long to wait before a restart, longer each time, or undefined when there have been too many. */
  crashed(): number | undefined {
    this.#inARow += 1
    this.#lastMs = performance.now()
    if (this.#inARow > mostCrashesInARow) return undefined
    this.#restarts += 1
    return firstBackOffMs * 2 ** (this.#inARow - 1)
  }

  /** Notes an answer: earlier crashes no longer count. */
  answered(): void {
    this.#inARow = 0
  }
}
