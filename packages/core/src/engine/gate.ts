/** Lets through while it is open. */
export class Gate {
  #closed: PromiseWithResolvers<void> | undefined

  close(): void {
    this.#closed ??= Promise.withResolvers()
  }

  open(): void {
    this.#closed?.resolve()
    this.#closed = undefined
  }

  /** Resolves when it opens; undefined while it is open. */
  get opening(): Promise<void> | undefined {
    return this.#closed?.promise
  }
}
