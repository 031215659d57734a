/** Watches work that is under way for signs of life, and tells once when there was none for too long. */
export class Watchdog {
  readonly #onHang: (silentMs: number) => void
  #limitMs = 0
  #lastProgressMs = 0
  #timer: NodeJS.Timeout | undefined

  /** `onHang` is told the limit that passed without progress. */
  constructor(onHang: (silentMs: number) => void) {
    this.#onHang = onHang
  }

  /** Something is under way that must show progress within so many milliseconds, again and again. May be called anew with another limit. */
  watch(limitMs: number): void {
    const isSooner = limitMs < this.#limitMs
    this.#limitMs = limitMs
    if (!this.#timer) this.progress()
    else if (!isSooner) return
    clearTimeout(this.#timer)
    this.#check(limitMs)
  }

  progress(): void {
    this.#lastProgressMs = performance.now()
  }

  /** Nothing is under way. */
  rest(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #check(afterMs: number): void {
    const timer = setTimeout(() => {
      // When this process itself stood still, its timers run before it has read the messages that came meanwhile.
      setImmediate(() => setImmediate(() => this.#timer === timer && this.#judge()))
    }, afterMs)
    timer.unref()
    this.#timer = timer
  }

  #judge(): void {
    const leftMs = this.#lastProgressMs + this.#limitMs - performance.now()
    if (leftMs > 0) {
      this.#check(leftMs)
      return
    }
    this.rest()
    this.#onHang(this.#limitMs)
  }
}
