import { RouterError, routerError } from '../../errors.ts'
import type { ModelState } from '../decision.ts'
import type { RouterEvent, StateCause } from '../router-event.ts'

type Fault = { error: RouterError; retryAtMs: number }

/** Where one model is in its life, and what keeps it from working. Every change is told with its cause. */
export class ModelStatus {
  readonly #model: string
  readonly #onEvent: (event: RouterEvent) => void
  readonly #onFailed: () => void
  #state: ModelState = { state: 'unloaded' }
  #fault: Fault | undefined
  readonly #progressListeners = new Set<(progress: number) => void>()

  constructor(model: string, onEvent: (event: RouterEvent) => void, onFailed: () => void) {
    this.#model = model
    this.#onEvent = onEvent
    this.#onFailed = onFailed
  }

  get state(): ModelState {
    return this.#state
  }

  get fault(): Fault | undefined {
    return this.#fault
  }

  set(state: ModelState, cause: StateCause): void {
    const from = this.#state.state
    this.#state = state
    if (from !== state.state) this.#onEvent({ type: 'state-changed', model: this.#model, from, to: state.state, cause })
  }

  /** Notes how far a load is, which is no change of state. */
  progress(progress: number): void {
    if (this.#state.state !== 'loading') return
    this.#state = { state: 'loading', progress }
    for (const listener of this.#progressListeners) listener(progress)
  }

  /** Tells how far loads are, until it is disposed of. */
  onProgress(listener: (progress: number) => void): Disposable {
    // A function of its own, as two may listen with the same.
    const own = (progress: number) => listener(progress)
    this.#progressListeners.add(own)
    return { [Symbol.dispose]: () => this.#progressListeners.delete(own) }
  }

  /** Fails the model until then; returns the error of the table that says why. */
  fail(error: unknown, retryAtMs: number, cause: StateCause): RouterError {
    const fault = asRouterError(error)
    this.#fault = { error: fault, retryAtMs }
    this.set({ state: 'failed', error: fault.toBody().error }, cause)
    this.#onFailed()
    return fault
  }

  /** Forgets the fault: its cause is gone. */
  mend(cause: StateCause): void {
    this.#fault = undefined
    if (this.#state.state === 'failed') this.set({ state: 'unloaded' }, cause)
  }
}

const asRouterError = (error: unknown) => (error instanceof RouterError ? error : routerError('internal_error', {}, { cause: error }))
