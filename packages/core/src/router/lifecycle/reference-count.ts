/** Rises with every use of any model, so that the least recent is known; clocks can stand still between two uses. */
let useCount = 0

/** Who uses one model's engine: counts them, and tells when nobody has for a while. */
export class ReferenceCount {
  readonly #keepAliveSeconds: number | undefined
  readonly #onIdle: () => void
  #timer: NodeJS.Timeout | undefined
  #none: PromiseWithResolvers<void> | undefined
  #count = 0
  #last = 0

  constructor(keepAliveSeconds: number | undefined, onIdle: () => void) {
    this.#keepAliveSeconds = keepAliveSeconds
    this.#onIdle = onIdle
  }

  get count(): number {
    return this.#count
  }

  get last(): number {
    return this.#last
  }

  /** Begins a use; returns how to end it, once. */
  begin(): () => void {
    clearTimeout(this.#timer)
    this.#count += 1
    this.#last = ++useCount
    let ended = false
    return () => {
      if (ended) return
      ended = true
      this.#end()
    }
  }

  /** Resolves when nobody uses the engine. */
  async ended(): Promise<void> {
    if (this.#count === 0) return
    this.#none ??= Promise.withResolvers()
    await this.#none.promise
  }

  #end(): void {
    this.#count -= 1
    this.#last = ++useCount
    if (this.#count > 0) return
    this.#none?.resolve()
    this.#none = undefined
    if (this.#keepAliveSeconds === undefined) return
    // A timer also for 0: one who waits for the slot takes it before, and finds the model still loaded.
    this.#timer = setTimeout(this.#onIdle, this.#keepAliveSeconds * 1000)
    this.#timer.unref()
  }
}
