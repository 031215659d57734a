import type { Usage } from '../../chat/chat.ts'
import type { Config } from '../../config/schema/config.ts'
import { routerError } from '../../errors.ts'
import type { Ability } from '../../models/model.ts'
import type { Decision, Target } from '../decision.ts'
import type { RequestOptions } from '../router.ts'
import type { RouterEvent } from '../router-event.ts'
import type { ModelRunner, Work } from '../slots/model-runner.ts'
import { RequestTrace } from '../slots/request-trace.ts'
import { chooseModel } from './choose-model.ts'
import { serveRequest } from './serve-request.ts'

/** What a request asks, and how its end is known. */
type Request<Value> = {
  work: Work<Value>
  /** The counts of the value that ends the request; undefined for one that comes before. */
  usageOf: (value: Value) => Usage | undefined
  /** Of which answer a value holds output, from 0; undefined for one that holds none. */
  outputOf?: (value: Value) => number | undefined
  /** How many slots it takes; 1 by default. */
  slots?: number | undefined
}

/** A request under way. `decision` changes when a fallback steps in. */
type Dispatched<Value> = { readonly decision: Decision; readonly trace: RequestTrace; readonly values: AsyncIterable<Value> }

/** Sends requests to the models of a config. */
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
  choose(target: Target, ability: Ability | undefined): { decision: Decision; runner: ModelRunner } {
    const candidates = this.#runners.map(({ config, keeper }) => ({ id: config.id, abilities: keeper.model?.abilities }))
    const decision = chooseModel(target, ability, candidates, this.#config.tasks)
    return { decision, runner: this.runnerOf(decision.model) }
  }

  /** Prepares a request; it begins when its values are read. Throws as `choose` does. */
  dispatch<Value>(target: Target, ability: Ability, options: RequestOptions, { slots = 1, ...request }: Request<Value>): Dispatched<Value> {
    const { decision: chosen, runner } = this.choose(target, ability)
    let decision = chosen
    const { signal, timeouts, requestId } = options
    const trace = new RequestTrace({ requestId, task: target.task, signal, onEvent: this.#onEvent })
    const onFallback = (next: ModelRunner) => {
      decision = { model: next.config.id, reason: 'fallback', fallbackFrom: chosen.model }
    }
    const values = serveRequest(this.#withFallbacks(runner), { signal, timeouts, trace, slots, onFallback, ...request })
    return {
      get decision() {
        return decision
      },
      trace,
      values,
    }
  }

  /** The runner and those that stand in for it, in order. The config has no cycles. */
  #withFallbacks(runner: ModelRunner): ModelRunner[] {
    const { fallback } = runner.config
    return fallback === undefined ? [runner] : [runner, ...this.#withFallbacks(this.runnerOf(fallback))]
  }
}
