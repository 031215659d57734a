import type { ModelConfig } from '../../config/schema/config.ts'
import type { Engine } from '../../engine/engine.ts'
import { type RouterError, routerError } from '../../errors.ts'
import type { Model } from '../../models/model.ts'
import type { LoadCause, UnloadCause } from '../router-event.ts'
import { type EngineParts, EngineSupervisor } from './engine-supervisor.ts'
import type { Resident } from './memory-budget.ts'
import { memoryNeed } from './memory-budget.ts'
import { ModelStatus } from './model-status.ts'
import { ReferenceCount } from './reference-count.ts'
import { FailedModelRetries } from './restart/failed-model-retries.ts'
import { WatchedWeights } from './watched-weights.ts'

/** An engine that is not unloaded until it is given back. */
export type Lease = Disposable & { readonly engine: Engine }

/** Keeps one model's engine: verified before it is loaded, lent to requests, unloaded when nobody has it. */
export class ModelManager implements Resident {
  readonly id: string
  readonly #slots: number
  readonly #parts: EngineParts
  readonly #weights: WatchedWeights
  readonly #status: ModelStatus
  readonly #life: EngineSupervisor
  readonly #uses: ReferenceCount
  #retiring: Promise<void> | undefined
  #verifying: Promise<Model> | undefined

  constructor(config: ModelConfig, parts: EngineParts) {
    this.id = config.id
    this.#slots = config.slots
    this.#parts = parts
    this.#weights = new WatchedWeights(config)
    const retries = new FailedModelRetries(
      () => this.#status.state.state === 'failed' && !this.#life.closed,
      () => this.#retry(),
    )
    this.#status = new ModelStatus(config.id, parts.onEvent, () => retries.start())
    this.#life = new EngineSupervisor(config, parts, this.#status, this)
    this.#uses = new ReferenceCount(config.keepAliveSeconds, () => void this.#retire('idle'))
  }

  /** Undefined while the weights could not be verified. */
  get model(): Model | undefined {
    return this.#weights.model
  }

  /** The error that keeps the model from working, if one does. */
  get fault(): RouterError | undefined {
    return this.#status.fault?.error
  }

  get busy(): boolean {
    return this.#uses.count > 0 || this.#life.loading || this.#retiring !== undefined
  }

  get lastUse(): number {
    return this.#uses.last
  }

  get health() {
    const { lastLoad, restarts, engine } = this.#life
    return {
      ...this.#status.state,
      lastLoad: lastLoad ? { at: lastLoad.at, durationMs: Math.round(lastLoad.durationMs) } : null,
      restarts,
      sandbox: engine?.facts.sandbox ?? [],
    }
  }

  /** Verifies the weights, loading nothing. Throws the `weights_…` errors and `model_exceeds_memory_budget`. */
  verify(): Promise<Model> {
    const verifying = this.#verify().finally(() => {
      if (this.#verifying === verifying) this.#verifying = undefined
    })
    this.#verifying = verifying
    return verifying
  }

  async #verify(): Promise<Model> {
    try {
      const model = await this.#weights.verify()
      this.#parts.budget.check(this.id, memoryNeed(model, this.#slots, this.#life.lastLoad))
      this.#status.mend('weights-verified')
      return model
    } catch (error) {
      // Only another file mends such weights, and another file is noticed.
      throw this.#status.fail(error, Number.POSITIVE_INFINITY, 'weights-unusable')
    }
  }

  /** Lends the engine, loaded if need be. Throws what verifying and loading throw. */
  async lease(cause: LoadCause): Promise<Lease> {
    while (this.#retiring) await this.#retiring
    const release = this.#uses.begin()
    try {
      return { engine: await this.#ask(cause), [Symbol.dispose]: release }
    } catch (error) {
      release()
      throw error
    }
  }

  /** Lends the engine if it is loaded. Throws the `weights_…` errors. */
  async leaseLoaded(): Promise<Lease | undefined> {
    if (!this.#life.engine || this.#retiring || (await this.#fileChanged())) return undefined
    // It may have ended meanwhile.
    const { engine } = this.#life
    return engine && { engine, [Symbol.dispose]: this.#uses.begin() }
  }

  /** The weights on disk, verified; nothing is loaded. Throws as `verify` does. */
  async weights(): Promise<Model> {
    if (await this.#fileChanged()) {
      await this.#life.drop('weights-changed')
      return this.verify()
    }
    await this.#verified()
    return this.#weights.model ?? this.verify()
  }

  /** Loads the engine now, or joins its load; by hand also one that failed a moment ago. That is no use: keep-alive counts from requests. */
  async load(cause: LoadCause): Promise<void> {
    while (this.#retiring) await this.#retiring
    await this.#ask(cause)
  }

  /** Tells how far loads are, from 0 to 1, until it is disposed of. */
  onProgress(listener: (progress: number) => void): Disposable {
    return this.#status.onProgress(listener)
  }

  /** Unloads the engine once nobody has it; who comes meanwhile waits, and then loads it again. */
  unload(): Promise<void> {
    return this.#retire('unload-called')
  }

  /** Unloads the engine to make room for another. */
  evict(): Promise<void> {
    return this.#retire('evicted')
  }

  /** Looks at the file, so that health is true of the disk as it is now. Loads nothing. */
  async refresh(): Promise<void> {
    if (this.#life.closed || this.#life.loading || this.#verifying) return
    const changed = await this.#fileChanged().catch(() => false)
    if (!changed) return
    await this.#life.drop('weights-changed')
    // Hashing can take long; a probe does not wait for it.
    this.verify().catch(() => {})
  }

  /** Tells that the engine answered a request to its end. */
  answered(): void {
    this.#life.answered()
  }

  /** Ends the engine for good, and with it what still runs. */
  close(): Promise<void> {
    return this.#life.close()
  }

  async #ask(cause: LoadCause): Promise<Engine> {
    if (this.#life.closed) throw routerError('shutting_down', {})
    if (await this.#fileChanged()) await this.#life.drop('weights-changed')
    else {
      // Somebody may be verifying the file that is there now.
      await this.#verified()
      if (this.#life.engine) return this.#life.engine
      const fault = this.#status.fault
      // Who loads it by hand need not wait; but weights that are of no use stay so until another file is there.
      const waits = cause !== 'load-called' || fault?.retryAtMs === Number.POSITIVE_INFINITY
      if (fault && waits && performance.now() < fault.retryAtMs) throw fault.error
    }
    return this.#life.load(cause)
  }

  // A balancer sends nothing to what is not ready, so no request would ever find out that the model can work again.
  async #retry(): Promise<void> {
    await this.refresh()
    const { fault } = this.#status
    if (!fault || this.busy || performance.now() < fault.retryAtMs) return
    // One that may fail again takes no room from those that work.
    if (!this.model || !this.#parts.budget.hasRoom(this, memoryNeed(this.model, this.#slots, this.#life.lastLoad))) return
    using _ = await this.lease('retry').catch(() => undefined)
  }

  /** Resolves when the weights are not being verified, whatever that comes to: until then the fault is that of the file before. */
  async #verified(): Promise<void> {
    while (this.#verifying) await this.#verifying.catch(() => {})
  }

  async #fileChanged(): Promise<boolean> {
    try {
      return await this.#weights.changed()
    } catch (error) {
      await this.#life.drop('weights-changed')
      throw this.#status.fail(error, Number.POSITIVE_INFINITY, 'weights-unusable')
    }
  }

  #retire(cause: UnloadCause): Promise<void> {
    this.#retiring ??= this.#drain(cause).finally(() => {
      this.#retiring = undefined
    })
    return this.#retiring
  }

  async #drain(cause: UnloadCause): Promise<void> {
    await this.#uses.ended()
    // One that crashed meanwhile is on its way back.
    await this.#life.loaded()
    await this.#life.drop(cause)
    this.#parts.budget.free(this)
  }
}
