import type { ChatEvent, ChatRequest } from '../chat/chat.ts'
import type { ModelConfig } from '../config/config.ts'
import type { EmbedResult, Engine } from '../engine/engine.ts'
import { RouterError, routerError } from '../errors.ts'
import type { EngineKeeper } from './engine-keeper.ts'
import type { ModelHealth } from './router.ts'
import { SlotQueue } from './slot-queue.ts'

/** Serves the requests of one model: a slot first, then the engine, loaded if need be. */
export class ModelRunner {
  readonly config: ModelConfig
  readonly keeper: EngineKeeper
  readonly #queue: SlotQueue

  constructor(config: ModelConfig, keeper: EngineKeeper) {
    this.config = config
    this.keeper = keeper
    this.#queue = new SlotQueue({ model: config.id, slots: config.slots, limit: config.queueDepth })
  }

  /** Answers a chat with the model's defaults where the request is silent. */
  async *chat(request: ChatRequest, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent, void> {
    const { temperature, maxAnswerTokens } = this.config
    const release = await this.#queue.acquire(signal)
    try {
      const engine = await this.#engine(signal)
      yield* engine.chat(
        {
          ...request,
          sampling: { temperature, ...withoutUndefined(request.sampling) },
          maxTokens: least(request.maxTokens, maxAnswerTokens),
        },
        signal,
      )
      this.keeper.answered()
    } catch (error) {
      throw this.#explain(error)
    } finally {
      release()
    }
  }

  async embed(texts: string[], signal: AbortSignal | undefined): Promise<EmbedResult> {
    const release = await this.#queue.acquire(signal)
    try {
      const engine = await this.#engine(signal)
      const result = await engine.embed(texts, signal)
      this.keeper.answered()
      return result
    } catch (error) {
      throw this.#explain(error)
    } finally {
      release()
    }
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

  // A caller who leaves during a load leaves at once; the load goes on for the others.
  async #engine(signal: AbortSignal | undefined): Promise<Engine> {
    if (!signal) return this.keeper.engine()
    const left = Promise.withResolvers<never>()
    const leave = () => left.reject(routerError('request_cancelled', {}))
    signal.addEventListener('abort', leave, { once: true })
    try {
      return await Promise.race([this.keeper.engine(), left.promise])
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  // An engine is also ended because its weights changed on disk: then that is the reason, not a shutdown.
  #explain(error: unknown): unknown {
    const ended = error instanceof RouterError && error.code === 'shutting_down'
    return ended ? (this.keeper.fault ?? error) : error
  }
}

const least = (...limits: (number | undefined)[]) => {
  const given = limits.filter((limit) => limit !== undefined)
  return given.length > 0 ? Math.min(...given) : undefined
}

const withoutUndefined = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Value
