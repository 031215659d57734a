import { FreeCores, threadsFor } from './free-cores.ts'

/** What a governor is told. */
export type ThreadGovernorOptions = {
  /** Threads that steps are fastest with on a quiet machine. */
  most: number
  /** Threads that compute now. */
  threads: number
  useThreads: (threads: number) => void
  /** Cores that other processes left since it was last called; undefined where that is not known. */
  freeCores?: () => number | undefined
}

/** As often as this it looks how busy the machine is. */
const lookEveryMs = 500

/**
 * Lets as many threads compute as there are cores for. Threads wait for each other many times in a step: where one has no core of its
 * own, all wait until it gets one, and a step takes many times as long as with a thread fewer.
 */
export class ThreadGovernor {
  readonly #most: number
  readonly #useThreads: (threads: number) => void
  readonly #freeCores: () => number | undefined
  #threads: number
  #lookedMs = Number.NEGATIVE_INFINITY

  constructor({ most, threads, useThreads, freeCores }: ThreadGovernorOptions) {
    const watch = new FreeCores()
    this.#most = most
    this.#threads = threads
    this.#useThreads = useThreads
    this.#freeCores = freeCores ?? (() => watch.look())
  }

  /** To be called after each step, while none is under way. */
  stepped(nowMs = performance.now()): void {
    if (this.#most === 1 || nowMs - this.#lookedMs < lookEveryMs) return
    this.#lookedMs = nowMs
    const free = this.#freeCores()
    if (free === undefined) return
    const threads = threadsFor(free, this.#most)
    if (threads === this.#threads) return
    this.#threads = threads
    this.#useThreads(threads)
  }
}
