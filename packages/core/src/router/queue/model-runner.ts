import type { ModelConfig } from '../../config/schema/config.ts'
import type { Engine } from '../../engine/engine.ts'
import { RouterError, routerError } from '../../errors.ts'
import type { EngineParts } from '../lifecycle/engine-supervisor.ts'
import { type Lease, ModelManager } from '../lifecycle/model-manager.ts'
import { abortError, orAbort } from '../lifecycle/or-abort.ts'
import { VocabularyCache } from '../lifecycle/vocabulary-cache.ts'
import type { ModelHealth, RequestOptions } from '../router.ts'
import { Deadlines } from './deadlines.ts'
import type { RequestTrace } from './request-trace.ts'
import { SlotQueue } from './slot-queue.ts'

/** What a request asks of the engine it gets, and the values that come of it, in order. */
export type Work<Value> = (engine: Engine, config: ModelConfig, signal: AbortSignal) => AsyncIterable<Value>

/** How a request is to be served. */
export type Serving = Omit<RequestOptions, 'requestId'> & {
  trace: RequestTrace
  /** How many slots it takes: one for each of its answers. */
  slots: number
}

/** Serves the requests of one model: a slot first, then the engine, loaded if need be. */
export class ModelRunner {
  readonly config: ModelConfig
  readonly keeper: ModelManager
  readonly #vocabulary: VocabularyCache
  readonly #queue: SlotQueue

  constructor(config: ModelConfig, parts: EngineParts) {
    this.config = config
    this.keeper = new ModelManager(config, parts)
    this.#vocabulary = new VocabularyCache({ id: config.id, weights: () => this.keeper.weights() }, parts)
    this.#queue = new SlotQueue({ model: config.id, slots: config.slots, limit: config.maxQueueSize })
  }

  /** Does a request's work in a slot, within its time limits. */
  async *serve<Value>(work: Work<Value>, { signal: caller, timeouts, trace, slots }: Serving): AsyncGenerator<Value, void> {
    const limits = { ...this.config.timeouts, ...timeouts }
    using deadlines = new Deadlines({ model: this.config.id, limits, signal: caller, elapsedMs: trace.elapsedMs })
    const { signal } = deadlines
    const held = new AsyncDisposableStack()
    // Not left to the reader: one who stopped reading would keep the slot beyond every limit.
    const letGo = () => void held.disposeAsync()
    try {
      trace.queued(this.config.id, this.#queue.counts.waiting)
      this.#checkSlots(slots)
      deadlines.enter('queue')
      held.defer(await this.#queue.acquire(signal, slots, deadlines.queueLeftMs(trace.elapsedMs)))
      trace.started()
      deadlines.enter('first-token')
      signal.addEventListener('abort', letGo, { once: true })
      const lease = held.use(await this.#inTime(this.keeper.lease('request'), signal))
      const values = work(lease.engine, this.config, signal)[Symbol.asyncIterator]()
      // The engine tells a failure to the one who reads; here it only has to be over.
      held.defer(() => values.return?.().then(noop, noop))
      for (;;) {
        const { value, done } = await orAbort(values.next(), signal)
        if (done) break
        // The time until it asks for the next is the reader's, not the engine's.
        deadlines.enter('reader')
        yield value
        if (signal.aborted) throw abortError(signal)
        deadlines.enter('inter-token')
      }
      this.keeper.answered()
    } catch (error) {
      throw this.#explain(error)
    } finally {
      signal.removeEventListener('abort', letGo)
      // An engine that hangs lets go late or never; the caller of a request that was ended does not wait for it.
      const freed = held.disposeAsync()
      if (!signal.aborted) await freed
    }
  }

  /** Does what needs only the tokenizer, within the time limits: the engine's when it is loaded, otherwise one without the weights. */
  async tokenizing<Value>(
    action: (tokenizer: Engine, config: ModelConfig) => Promise<Value>,
    { signal: caller, timeouts }: RequestOptions,
  ): Promise<Value> {
    const limits = { ...this.config.timeouts, ...timeouts }
    using deadlines = new Deadlines({ model: this.config.id, limits, signal: caller, elapsedMs: 0 })
    deadlines.enter('first-token')
    using lease = await this.#inTime(this.#leaseTokenizer(), deadlines.signal)
    return await orAbort(action(lease.engine, this.config), deadlines.signal)
  }

  async health(): Promise<ModelHealth> {
    await this.keeper.refresh()
    const { active, slots, waiting, limit } = this.#queue.counts
    return {
      id: this.config.id,
      abilities: this.keeper.model?.abilities ?? [],
      ...this.keeper.health,
      slots: { active, total: slots },
      queue: { waiting, limit },
    }
  }

  // More would wait for ever; anything else is no number of slots.
  #checkSlots(slots: number): void {
    const { id, slots: most } = this.config
    if (Number.isInteger(slots) && slots >= 1 && slots <= most) return
    const problem = `expected a whole number from 1 to ${most}, as each takes a slot and ${id} has ${most}`
    throw routerError('invalid_request', { param: 'choices', problem })
  }

  /** Ends the engine for good, and with it what still runs. */
  async close(): Promise<void> {
    await Promise.all([this.keeper.close(), this.#vocabulary.close()])
  }

  async #leaseTokenizer(): Promise<Lease> {
    return (await this.keeper.leaseLoaded()) ?? this.#vocabulary.lease()
  }

  // One who leaves during a load leaves at once; the load goes on for the others.
  async #inTime(leasing: Promise<Lease>, signal: AbortSignal): Promise<Lease> {
    const giveBack = (lease: Lease) => lease[Symbol.dispose]()
    const lease = await orAbort(leasing, signal, giveBack)
    if (!signal.aborted) return lease
    giveBack(lease)
    throw abortError(signal)
  }

  // An engine is also ended because its weights changed on disk: then that is the reason, not a shutdown.
  #explain(error: unknown): unknown {
    const ended = error instanceof RouterError && error.code === 'shutting_down'
    return ended ? (this.keeper.fault ?? error) : error
  }
}

const noop = () => {}
