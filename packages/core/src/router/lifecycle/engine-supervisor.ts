import { setTimeout as delay } from 'node:timers/promises'
import type { ModelConfig } from '../../config/schema/config.ts'
import type { Engine, EngineFacts } from '../../engine/engine.ts'
import type { ProcessEngineOptions } from '../../engine/process/process-engine.ts'
import { RouterError, routerError } from '../../errors.ts'
import { checkMemory } from '../../models/memory/check-memory.ts'
import { readAvailableMemory } from '../../models/memory/read-available-memory.ts'
import type { Model } from '../../models/model.ts'
import type { LoadCause, RouterEvent, UnloadCause } from '../router-event.ts'
import type { MemoryBudget, Resident } from './memory-budget.ts'
import { memoryNeed } from './memory-budget.ts'
import type { ModelStatus } from './model-status.ts'
import { abortError, orAbort } from './or-abort.ts'
import { elapsedMs, RestartPolicy } from './restart/restart-policy.ts'

/** Makes an engine for a model: a process in production, a fake in unit tests. */
export type CreateEngine = (model: Model, options: ProcessEngineOptions) => Promise<Engine>

/** What all engines of a router share. */
export type EngineParts = {
  createEngine: CreateEngine
  budget: MemoryBudget
  onEvent: (event: RouterEvent) => void
}

/** The last load that succeeded. */
export type LastLoad = { at: string; durationMs: number; fileIdentity: string; facts: EngineFacts }

/** How long a model whose load failed is left alone before a request may try it again. Chosen, as the first wait of {@link RetryLoop}. */
const retryLoadAfterMs = 5_000
/** The same for one that crashed too often. Chosen: half of the window in which crashes are counted, so that old ones count on. */
const retryCrashLoopAfterMs = 30_000

/** One model's engine from load to end: loaded once for all who ask, restarted with back-off when it dies. */
export class EngineSupervisor {
  readonly #config: ModelConfig
  readonly #parts: EngineParts
  readonly #status: ModelStatus
  readonly #resident: Resident & { verify(): Promise<Model> }
  #engine: Engine | undefined
  #loading: Promise<Engine> | undefined
  #lastLoad: LastLoad | undefined
  readonly #restartPolicy = new RestartPolicy()
  #bornMs = 0
  readonly #ending = new AbortController()

  constructor(config: ModelConfig, parts: EngineParts, status: ModelStatus, resident: Resident & { verify(): Promise<Model> }) {
    this.#config = config
    this.#parts = parts
    this.#status = status
    this.#resident = resident
  }

  /** Undefined while the model is not loaded. */
  get engine(): Engine | undefined {
    return this.#engine
  }

  get loading(): boolean {
    return this.#loading !== undefined
  }

  get closed(): boolean {
    return this.#ending.signal.aborted
  }

  get lastLoad(): LastLoad | undefined {
    return this.#lastLoad
  }

  get restarts(): number {
    return this.#restartPolicy.restarts
  }

  /** Loads the engine; callers who come during a load share it. Throws what verifying and loading throw. */
  load(cause: LoadCause, afterMs = 0): Promise<Engine> {
    this.#loading ??= this.#load(cause, afterMs).finally(() => {
      this.#loading = undefined
    })
    return this.#loading
  }

  /** Resolves when no load is under way, whatever it came to. */
  async loaded(): Promise<void> {
    await this.#loading?.catch(() => {})
  }

  /** Tells that the engine answered a request to its end. */
  answered(): void {
    this.#restartPolicy.answered(performance.now() - this.#bornMs)
  }

  /** Ends the engine now, if there is one. */
  async drop(cause: UnloadCause): Promise<void> {
    const engine = this.#engine
    if (!engine) return
    this.#engine = undefined
    this.#status.set({ state: 'unloaded' }, cause)
    await engine[Symbol.asyncDispose]()
    this.#parts.budget.free(this.#resident)
    this.#parts.onEvent({ type: 'model-unloaded', model: this.#config.id, cause })
  }

  /** Ends the engine for good, and a load or the wait for a restart with it. */
  async close(): Promise<void> {
    this.#ending.abort(routerError('shutting_down', {}))
    await this.loaded()
    await this.drop('shutdown')
  }

  async #load(cause: LoadCause, afterMs: number): Promise<Engine> {
    const { signal } = this.#ending
    await orAbort(delay(afterMs, undefined, { signal }), signal)
    const { onEvent, budget, createEngine } = this.#parts
    const { id, slots } = this.#config
    const at = new Date().toISOString()
    const startedMs = performance.now()
    const sinceMs = () => elapsedMs(startedMs)
    this.#status.set({ state: 'loading', progress: 0 }, cause)
    onEvent({ type: 'load-started', model: id, cause })
    try {
      const model = await orAbort(this.#resident.verify(), signal)
      const check = (loadingBytes: number) => checkMemory(model, slots, readAvailableMemory() - loadingBytes)
      await budget.reserve(this.#resident, memoryNeed(model, slots, this.#lastLoad), check)
      const creating = createEngine(model, { slots, signal, onProgress: (progress) => this.#status.progress(progress) })
      const engine = await orAbort(creating, signal, (late) => void late[Symbol.asyncDispose]())
      const durationMs = sinceMs()
      this.#lastLoad = { at, durationMs, fileIdentity: model.fileIdentity, facts: engine.facts }
      this.#adopt(engine, cause, durationMs)
      return engine
    } catch (error) {
      budget.free(this.#resident)
      const fault = this.#loadFailed(error)
      onEvent({ type: 'load-failed', model: id, durationMs: sinceMs(), error: fault.toBody().error })
      throw fault
    }
  }

  #adopt(engine: Engine, cause: LoadCause, durationMs: number): void {
    const { onEvent, budget } = this.#parts
    const { id } = this.#config
    const { memoryBytes, sandbox } = engine.facts
    this.#engine = engine
    this.#bornMs = performance.now()
    this.#status.set({ state: 'ready' }, 'loaded')
    onEvent({ type: 'load-finished', model: id, durationMs, memoryBytes, sandbox })
    if (cause === 'restart')
      onEvent({ type: 'engine-restarted', model: id, durationMs: this.#restartPolicy.sinceMs, restarts: this.restarts })
    void budget.correct(this.#resident, memoryBytes)
    void engine.died.then((error) => this.#onExit(engine, error))
  }

  #loadFailed(error: unknown): RouterError {
    if (this.closed) {
      this.#status.set({ state: 'unloaded' }, 'shutdown')
      return abortError(this.#ending.signal)
    }
    // Nothing is wrong with the model: it fits as soon as others are idle.
    if (error instanceof RouterError && error.code === 'memory_budget_exceeded') {
      this.#status.set({ state: 'unloaded' }, 'load-failed')
      return error
    }
    return this.#status.fail(error, this.#status.fault?.retryAtMs ?? performance.now() + retryLoadAfterMs, 'load-failed')
  }

  #onExit(engine: Engine, error: RouterError): void {
    // An engine that was ended on purpose is no longer ours.
    if (this.#engine !== engine) return
    this.#engine = undefined
    const backOffMs = this.#restartPolicy.crashed()
    this.#parts.onEvent({ type: 'engine-crashed', model: this.#config.id, error: error.toBody().error })
    if (backOffMs === undefined) {
      this.#parts.budget.free(this.#resident)
      this.#status.fail(error, performance.now() + retryCrashLoopAfterMs, 'engine-crashed')
      return
    }
    // It keeps its share of the memory budget: it comes back.
    this.#status.set({ state: 'recovering', error: error.toBody().error }, 'engine-crashed')
    // A failure to come back is told by the state and to the next request.
    this.load('restart', backOffMs).catch(() => {})
  }
}
