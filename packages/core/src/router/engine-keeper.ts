import { setTimeout as delay } from 'node:timers/promises'
import type { ModelConfig } from '../config/config.ts'
import type { Engine } from '../engine/engine.ts'
import type { ProcessEngineOptions } from '../engine/process-engine.ts'
import { RouterError, routerError } from '../errors.ts'
import type { Model } from '../models/model.ts'
import { identifyFile, verifyModel } from '../models/verify-model.ts'
import type { ModelHealth, ModelState, RouterEvent } from './router.ts'

/** Makes an engine for a model: a process in production, a fake in unit tests. */
export type CreateEngine = (model: Model, options: ProcessEngineOptions) => Promise<Engine>

/** How long a model that failed is left alone before a request may try it again, in milliseconds. */
const retryLoadAfterMs = 5_000
const retryCrashLoopAfterMs = 30_000
/** Crashes with no answer in between after which a model is failed and no longer restarted by itself. */
const mostCrashesInARow = 5
const firstBackOffMs = 100

/** Keeps one model's engine: verified before it is loaded, loaded once for all who ask, restarted when it dies. */
export class EngineKeeper {
  readonly #config: ModelConfig
  readonly #createEngine: CreateEngine
  readonly #onEvent: (event: RouterEvent) => void
  #model: Model | undefined
  #seenFile: string | undefined
  #engine: Engine | undefined
  #loading: Promise<Engine> | undefined
  #state: ModelState = { state: 'unloaded' }
  #fault: { error: RouterError; retryAtMs: number } | undefined
  #lastLoad: ModelHealth['lastLoad'] = null
  #crashesInARow = 0
  #restarts = 0
  #closed = false

  constructor(config: ModelConfig, createEngine: CreateEngine, onEvent: (event: RouterEvent) => void) {
    this.#config = config
    this.#createEngine = createEngine
    this.#onEvent = onEvent
  }

  /** Undefined while the weights could not be verified. */
  get model(): Model | undefined {
    return this.#model
  }

  /** The error that keeps the model from working, if one does. */
  get fault(): RouterError | undefined {
    return this.#fault?.error
  }

  get health() {
    const { lastLoad, restarts, seals } = { lastLoad: this.#lastLoad, restarts: this.#restarts, seals: this.#engine?.facts.seals ?? [] }
    return { ...this.#state, lastLoad, restarts, seals }
  }

  /** Verifies the weights, loading nothing. Throws the `weights_…` errors. */
  async verify(): Promise<Model> {
    try {
      this.#seenFile = await identifyFile(this.#config)
      this.#model = await verifyModel(this.#config)
    } catch (error) {
      // Only another file mends such weights, and another file is noticed.
      throw this.#fail(error, Number.POSITIVE_INFINITY)
    }
    if (this.#state.state === 'failed') this.#state = { state: 'unloaded' }
    this.#fault = undefined
    return this.#model
  }

  /** The engine, loaded if need be; callers who come during a load share it. Throws what verifying and loading throw. */
  async engine(): Promise<Engine> {
    if (this.#closed) throw routerError('shutting_down', {})
    if (await this.#fileChanged()) await this.#drop()
    else if (this.#engine) return this.#engine
    else if (this.#fault && performance.now() < this.#fault.retryAtMs) throw this.#fault.error
    return this.#loadOnce(0)
  }

  /** Looks at the file, so that health is true of the disk as it is now. Loads nothing. */
  async refresh(): Promise<void> {
    if (this.#closed || this.#loading) return
    const changed = await this.#fileChanged().catch(() => false)
    if (!changed) return
    await this.#drop()
    // Hashing can take long; a probe does not wait for it.
    this.verify().catch(() => {})
  }

  /** Tells that the engine answered a request: earlier crashes no longer count. */
  answered(): void {
    this.#crashesInARow = 0
  }

  /** Ends the engine for good. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#loading?.catch(() => {})
    await this.#drop()
  }

  async #fileChanged(): Promise<boolean> {
    try {
      return (await identifyFile(this.#config)) !== this.#seenFile
    } catch (error) {
      this.#seenFile = undefined
      await this.#drop()
      throw this.#fail(error, Number.POSITIVE_INFINITY)
    }
  }

  #loadOnce(afterMs: number): Promise<Engine> {
    this.#loading ??= this.#load(afterMs).finally(() => {
      this.#loading = undefined
    })
    return this.#loading
  }

  async #load(afterMs: number): Promise<Engine> {
    await delay(afterMs)
    if (this.#closed) throw routerError('shutting_down', {})
    const model = this.#config.id
    const at = new Date().toISOString()
    const startedMs = performance.now()
    this.#state = { state: 'loading', progress: 0 }
    this.#onEvent({ type: 'load-started', model })
    try {
      const engine = await this.#createEngine(await this.verify(), {
        slots: this.#config.slots,
        onProgress: (progress) => {
          this.#state = { state: 'loading', progress }
        },
      })
      const { memoryBytes, seals } = engine.facts
      const durationMs = Math.round(performance.now() - startedMs)
      this.#engine = engine
      this.#state = { state: 'ready' }
      this.#lastLoad = { at, durationMs }
      this.#onEvent({ type: 'load-finished', model, durationMs, memoryBytes, seals })
      void engine.died.then((error) => this.#bury(engine, error))
      return engine
    } catch (error) {
      const fault = this.#fail(error, this.#fault?.retryAtMs ?? performance.now() + retryLoadAfterMs)
      this.#onEvent({ type: 'load-failed', model, durationMs: Math.round(performance.now() - startedMs), error: fault.toBody().error })
      throw fault
    }
  }

  #bury(engine: Engine, error: RouterError): void {
    // An engine that was ended on purpose is no longer ours.
    if (this.#engine !== engine) return
    this.#engine = undefined
    this.#crashesInARow += 1
    this.#onEvent({ type: 'engine-crashed', model: this.#config.id, error: error.toBody().error })
    if (this.#crashesInARow > mostCrashesInARow) {
      this.#fail(error, performance.now() + retryCrashLoopAfterMs)
      return
    }
    this.#restarts += 1
    this.#state = { state: 'recovering', error: error.toBody().error }
    // A failure to come back is told by the state and to the next request.
    this.#loadOnce(firstBackOffMs * 2 ** (this.#crashesInARow - 1)).catch(() => {})
  }

  async #drop(): Promise<void> {
    const engine = this.#engine
    if (!engine) return
    this.#engine = undefined
    this.#state = { state: 'unloaded' }
    await engine[Symbol.asyncDispose]()
    this.#onEvent({ type: 'model-unloaded', model: this.#config.id })
  }

  #fail(error: unknown, retryAtMs: number): RouterError {
    const fault = error instanceof RouterError ? error : routerError('internal_error', {}, { cause: error })
    this.#fault = { error: fault, retryAtMs }
    this.#state = { state: 'failed', error: fault.toBody().error }
    return fault
  }
}
