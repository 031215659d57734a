/** Time until the first try. Chosen: a file that is put back is found within half of the 10 seconds between two probes of Kubernetes. */
const firstWaitMs = 5_000
/** The longest time between two. Chosen: a try reads weights and starts a process, which once a minute costs a machine little. */
const longestWaitMs = 60_000

/** Tries again by itself as long as something has failed, less and less often. Keeps no process alive. */
export class FailedModelRetries {
  readonly #hasFailed: () => boolean
  readonly #retry: () => Promise<void>
  #running = false

  constructor(hasFailed: () => boolean, retry: () => Promise<void>) {
    this.#hasFailed = hasFailed
    this.#retry = retry
  }

  /** Begins, unless it is at it already. */
  start(): void {
    if (this.#running) return
    this.#running = true
    void this.#run().finally(() => {
      this.#running = false
    })
  }

  async #run(): Promise<void> {
    for (let waitMs = firstWaitMs; this.#hasFailed(); waitMs = Math.min(2 * waitMs, longestWaitMs)) {
      await new Promise((resolve) => setTimeout(resolve, waitMs).unref())
      if (this.#hasFailed()) await this.#retry()
    }
  }
}
