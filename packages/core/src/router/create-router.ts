import type { Config } from '../config/config.ts'
import { createProcessEngine } from '../engine/process-engine.ts'
import { RouterError, routerError } from '../errors.ts'
import type { Ability } from '../models/model.ts'
import { chooseModel } from './choose-model.ts'
import { type CreateEngine, EngineKeeper } from './engine-keeper.ts'
import { ModelRunner } from './model-runner.ts'
import type { Decision, Readiness, Router, RouterEvent, Target } from './router.ts'

/** What a router may be given besides its config. */
export type RouterOptions = {
  onEvent?: (event: RouterEvent) => void
  /** How engines are made; a process for each model by default. */
  createEngine?: CreateEngine
}

/**
 * Makes a router over the models of a config. Nothing is read or loaded before `start`.
 *
 * @example
 * await using router = createRouter(canaryConfig())
 * await router.start()
 * const { events } = router.chat({ model: 'canary' }, { messages: [{ role: 'user', content: 'What is 3 plus 4?' }], sampling: {} })
 * for await (const event of events) if (event.type === 'text-delta') process.stdout.write(event.text)
 */
export function createRouter(config: Config, { onEvent = () => {}, createEngine = createProcessEngine }: RouterOptions = {}): Router {
  const runners = config.models.map((model) => new ModelRunner(model, new EngineKeeper(model, createEngine, onEvent)))
  let started = false
  const preloading = new Set<string>()

  const choose = (target: Target, ability: Ability): { decision: Decision; runner: ModelRunner } => {
    const candidates = runners.map(({ config, keeper }) => ({ id: config.id, abilities: keeper.model?.abilities }))
    const decision = chooseModel(target, ability, candidates, config.tasks)
    return { decision, runner: runnerOf(decision.model) }
  }

  const runnerOf = (id: string): ModelRunner => {
    const runner = runners.find((candidate) => candidate.config.id === id)
    if (!runner) throw routerError('model_not_found', { model: id, available: runners.map((candidate) => candidate.config.id) })
    return runner
  }

  const preload = async ({ config, keeper }: ModelRunner): Promise<void> => {
    preloading.add(config.id)
    // A failure shows in the state of the model.
    await keeper.engine().catch(() => {})
    preloading.delete(config.id)
  }

  return {
    async start() {
      await verifyAll(runners)
      for (const runner of runners) if (runner.config.preload) void preload(runner)
      started = true
    },
    models: () => runners.map(({ config, keeper }) => ({ id: config.id, abilities: keeper.model?.abilities ?? [] })),
    health: () => Promise.all(runners.map((runner) => runner.health())),
    async readiness(): Promise<Readiness> {
      if (!started) return { ready: false, reason: 'The server is starting.' }
      if (preloading.size > 0) return { ready: false, reason: `Loading ${[...preloading].join(', ')}.` }
      const models = await Promise.all(runners.map((runner) => runner.health()))
      if (models.some((model) => model.state !== 'failed')) return { ready: true }
      return { ready: false, reason: models.map((model) => (model.state === 'failed' ? model.error.message : '')).join(' ') }
    },
    chat(target, request, signal) {
      const { decision, runner } = choose(target, 'chat')
      return { decision, events: runner.chat(request, signal) }
    },
    async embed(target, texts, signal) {
      const { decision, runner } = choose(target, 'embed')
      return { decision, result: await runner.embed(texts, signal) }
    },
    async load(model) {
      await runnerOf(model).keeper.engine()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(runners.map((runner) => runner.keeper.close()))
    },
  }
}

async function verifyAll(runners: readonly ModelRunner[]): Promise<void> {
  const results = await Promise.allSettled(runners.map((runner) => runner.keeper.verify()))
  const failures = results.flatMap((result, index) => {
    const model = runners[index]?.config
    return result.status === 'rejected' && model ? [{ model, error: result.reason }] : []
  })
  const fatal = failures.find(({ model }) => model.required) ?? (runners.length === 1 ? failures[0] : undefined)
  if (fatal) throw fatal.error
  if (failures.length === runners.length) {
    throw routerError('no_usable_model', {
      failures: failures.map(({ model, error }) => {
        const { code, message, steps } = error instanceof RouterError ? error : routerError('internal_error', {})
        return { model: model.id, code, message, steps }
      }),
    })
  }
}
