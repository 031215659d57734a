import { type RouterError, routerError } from '../../errors.ts'

/**
 * The end of an engine in this process: what is under way is aborted and awaited before the weights go, for llama.cpp reads them
 * until its step is done.
 */
export class EngineEnd {
  /** Resolves with the error of what was under way, once the engine is gone. */
  readonly reached: Promise<RouterError>
  readonly #controller = new AbortController()
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #resolve: (error: RouterError) => void

  constructor() {
    const { promise, resolve } = Promise.withResolvers<RouterError>()
    this.reached = promise
    this.#resolve = resolve
  }

  /** Runs what ends with `shutting_down` when the engine does; it must heed the signal that it is given. */
  async before<Value>(caller: AbortSignal | undefined, run: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    this.#checkOpen()
    const running = run(this.#with(caller))
    this.#underWay.add(running)
    try {
      return await running
    } catch (error) {
      throw this.#explain(error, caller)
    } finally {
      this.#underWay.delete(running)
    }
  }

  /** Passes on what is generated until the engine ends, then throws `shutting_down`. */
  async *cutting<Value>(
    caller: AbortSignal | undefined,
    generate: (signal: AbortSignal) => AsyncGenerator<Value>,
  ): AsyncGenerator<Value, void> {
    this.#checkOpen()
    try {
      yield* generate(this.#with(caller))
    } catch (error) {
      throw this.#explain(error, caller)
    }
  }

  /** Ends what is under way, waits for it, and lets go of the weights. */
  async reach(rest: () => Promise<void>, letGo: () => Promise<void>): Promise<void> {
    this.#controller.abort()
    await Promise.allSettled([rest(), ...this.#underWay])
    await letGo()
    this.#resolve(routerError('shutting_down', {}))
  }

  #with(caller: AbortSignal | undefined): AbortSignal {
    return caller ? AbortSignal.any([caller, this.#controller.signal]) : this.#controller.signal
  }

  #checkOpen(): void {
    if (this.#controller.signal.aborted) throw routerError('shutting_down', {})
  }

  #explain(error: unknown, caller: AbortSignal | undefined): unknown {
    return this.#controller.signal.aborted && !caller?.aborted ? routerError('shutting_down', {}) : error
  }
}
