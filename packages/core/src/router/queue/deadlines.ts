import type { Timeouts } from '../../config/schema/timeouts.ts'
import { routerError, type TimeoutPhase } from '../../errors.ts'

type Phase = Exclude<TimeoutPhase, 'total'>

const keyOf = {
  queue: 'queueMs',
  'first-token': 'firstTokenMs',
  'inter-token': 'interTokenMs',
  reader: 'clientStallMs',
} as const satisfies Record<Phase, keyof Timeouts>

/** The time limits of one request at one model, by phase, and its caller's signal, as one signal. */
export class Deadlines implements Disposable {
  /** Aborts with `request_timed_out`, or as the caller's does. */
  readonly signal: AbortSignal
  readonly #controller = new AbortController()
  readonly #model: string
  readonly #limits: Timeouts
  readonly #total: NodeJS.Timeout | undefined
  #phase: NodeJS.Timeout | undefined

  /** `elapsedMs` is how long the request has been here already. */
  constructor({
    model,
    limits,
    signal,
    elapsedMs,
  }: { model: string; limits: Timeouts; signal: AbortSignal | undefined; elapsedMs: number }) {
    this.#model = model
    this.#limits = limits
    this.signal = signal ? AbortSignal.any([signal, this.#controller.signal]) : this.#controller.signal
    const { totalMs } = limits
    if (totalMs !== undefined) this.#total = this.#after(Math.max(0, totalMs - elapsedMs), 'total', totalMs)
  }

  /** How long a request that has been here for so long may still wait for a slot, in milliseconds. */
  queueLeftMs(elapsedMs: number): number {
    const { queueMs = Number.POSITIVE_INFINITY, totalMs = Number.POSITIVE_INFINITY } = this.#limits
    return Math.min(queueMs, totalMs - elapsedMs)
  }

  /** Begins a phase: the limit of the one before no longer counts. */
  enter(phase: Phase): void {
    clearTimeout(this.#phase)
    const limitMs = this.#limits[keyOf[phase]]
    if (limitMs !== undefined) this.#phase = this.#after(limitMs, phase, limitMs)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#phase)
    clearTimeout(this.#total)
  }

  #after(delayMs: number, phase: TimeoutPhase, limitMs: number): NodeJS.Timeout {
    return setTimeout(() => this.#controller.abort(routerError('request_timed_out', { model: this.#model, phase, limitMs })), delayMs)
  }
}
