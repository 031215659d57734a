import type { Usage } from '../../chat/chat.ts'
import type { Config } from '../../config/schema/config.ts'
import { type ErrorCode, RouterError, routerError } from '../../errors.ts'
import type { Ability } from '../../models/model.ts'
import type { Decision, Target } from '../decision.ts'
import type { ModelRunner, Work } from '../queue/model-runner.ts'
import { RequestTrace } from '../queue/request-trace.ts'
import type { RequestOptions } from '../router.ts'
import type { RouterEvent } from '../router-event.ts'
import { chooseModel } from './choose-model.ts'

/** What a request asks, and how its end is known. */
type Request<Value> = {
  /** What to ask of the engine that was decided for. */
  work: (decision: Decision) => Work<Value>
  /** The counts of the value that ends the request; undefined for one that comes before. */
  usageOf: (value: Value) => Usage | undefined
  /** Of which answer a value holds output, from 0; undefined for one that holds none. */
  outputOf?: (value: Value) => number | undefined
  /** How many slots it takes; 1 by default. */
  slots?: number | undefined
}

/** Which model a request goes to, and what serves that model. */
type Choice = { decision: Decision; runner: ModelRunner }

/** Sends each request to a model of the config, and to that model's fallback when the model fails. */
export class Dispatcher {
  readonly #config: Config
  readonly #runners: readonly ModelRunner[]
  readonly #onEvent: (event: RouterEvent) => void

  constructor(config: Config, runners: readonly ModelRunner[], onEvent: (event: RouterEvent) => void) {
    this.#config = config
    this.#runners = runners
    this.#onEvent = onEvent
  }

  /** Throws `model_not_found`. */
  runnerOf(id: string): ModelRunner {
    const runner = this.#runners.find((candidate) => candidate.config.id === id)
    if (!runner) throw routerError('model_not_found', { model: id, available: this.#runners.map((candidate) => candidate.config.id) })
    return runner
  }

  /** Throws `model_not_found`, `model_lacks_ability`. */
  choose(target: Target, ability: Ability | undefined): Choice {
    const candidates = this.#runners.map(({ config, keeper }) => ({ id: config.id, abilities: keeper.model?.abilities }))
    const decision = chooseModel(target, ability, candidates, this.#config.tasks)
    return { decision, runner: this.runnerOf(decision.model) }
  }

  /** Prepares a request; it begins when its values are read. Throws as `choose` does. */
  dispatch<Value>(target: Target, ability: Ability, options: RequestOptions, request: Request<Value>) {
    const { requestId, ...serving } = options
    const choice = this.choose(target, ability)
    const trace = new RequestTrace({ requestId, task: target.task, signal: options.signal, onEvent: this.#onEvent })
    return { chosen: choice.decision, values: this.#serve(choice, { ...serving, trace }, request) }
  }

  /**
   * Serves a request at the model that was chosen, and at the next fallback when loading fails or the engine crashes before anything
   * was delivered. Tells its events.
   */
  async *#serve<Value>(
    { decision: chosen, runner: first }: Choice,
    { trace, ...options }: Omit<RequestOptions, 'requestId'> & { trace: RequestTrace },
    { work, usageOf, outputOf, slots = 1 }: Request<Value>,
  ): AsyncGenerator<Value, void> {
    let [decision, runner] = [chosen, first]
    try {
      for (;;) {
        let delivered = false
        try {
          for await (const value of runner.serve(work(decision), { ...options, trace, slots })) {
            delivered = true
            const usage = usageOf(value)
            if (usage) trace.finished(usage)
            else trace.answering(outputOf?.(value))
            yield value
          }
          return
        } catch (error) {
          // The config has no cycles.
          const { fallback } = runner.config
          if (delivered || fallback === undefined || !mayFailOver(error)) throw error
          trace.fellBack(fallback, error)
          runner = this.runnerOf(fallback)
          decision = { model: fallback, reason: 'fallback', fallbackFrom: chosen.model }
        }
      }
    } catch (error) {
      trace.failed(error)
      throw error
    } finally {
      trace.left()
    }
  }
}

// Failures of the model itself. A bad request, a full queue, busy memory or a passed deadline would be no better elsewhere,
// or would only move the load.
const failuresOfTheModel: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'architecture_unsupported',
  'model_load_failed',
  'memory_insufficient',
  'model_exceeds_memory_budget',
  'engine_crashed',
])

/** Whether another model may stand in for one that failed so. */
const mayFailOver = (error: unknown): error is RouterError =>
  error instanceof RouterError && (error.code.startsWith('weights_') || failuresOfTheModel.has(error.code))
