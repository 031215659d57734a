import { describeTemplate } from '../chat/family/describe-template.ts'
import type { Config } from '../config/schema/config.ts'
import type { Engine } from '../engine/engine.ts'
import { createProcessEngine } from '../engine/process/process-engine.ts'
import { availableSandbox } from '../engine/process/sandbox.ts'
import { countTokens } from './chat/count-tokens.ts'
import { routeChat } from './chat/route-chat.ts'
import { planChat } from './context/plan-chat.ts'
import { exactCounter, type TokenCounter } from './context/token-counter.ts'
import { withModelDefaults } from './context/with-model-defaults.ts'
import { Dispatcher } from './dispatch/dispatcher.ts'
import type { CreateEngine } from './lifecycle/engine-supervisor.ts'
import { MemoryBudget } from './lifecycle/memory-budget.ts'
import { orAbort } from './lifecycle/or-abort.ts'
import { checkSandbox, requireSandbox } from './lifecycle/require-sandbox.ts'
import { verifyAllModels } from './lifecycle/verify-all-models.ts'
import { ModelRunner } from './queue/model-runner.ts'
import type { Readiness, Router } from './router.ts'
import { RouterEvents, type RouterListener } from './router-event.ts'
import { checkOutputSchema } from './tasks/check-output-schema.ts'
import { taskChat } from './tasks/task-chat.ts'
import { taskInput } from './tasks/task-input.ts'
import { embeddingUsage, taskWork } from './tasks/task-work.ts'

/** What a router may be given besides its config. */
export type RouterOptions = {
  /** The first to be told what happens; others may `subscribe`. */
  onEvent?: RouterListener
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
  const events = new RouterEvents()
  events.subscribe(onEvent)
  const parts = {
    createEngine: config.sandbox === 'required' ? requireSandbox(createEngine) : createEngine,
    onEvent: events.tell,
    budget: new MemoryBudget(config.memoryBudgetBytes),
  }
  const runners = config.models.map((model) => new ModelRunner(model, parts))
  const serving = runners.filter(({ config: { id } }) => config.server.readiness.models?.includes(id) ?? true)
  const { tokenEstimate } = config
  let started = false
  const preloading = new Set<string>()

  const dispatcher = new Dispatcher(config, runners, events.tell)

  // One after the other: each finds by trial how many threads it is fastest with, which beside another load would be too few.
  const preload = async (runners: readonly ModelRunner[]): Promise<void> => {
    for (const { config } of runners) preloading.add(config.id)
    for (const { config, keeper } of runners) {
      // A failure shows in the state of the model.
      await keeper.load('preload').catch(() => {})
      preloading.delete(config.id)
    }
  }

  return {
    async start() {
      if (config.sandbox === 'required') checkSandbox(availableSandbox())
      checkOutputSchema(config.tasks)
      await verifyAllModels(runners)
      void preload(runners.filter(({ config: { preload } }) => preload))
      started = true
    },
    subscribe: (listener) => events.subscribe(listener),
    models: () => runners.map(({ config, keeper }) => ({ id: config.id, abilities: keeper.model?.abilities ?? [] })),
    health: () => Promise.all(runners.map((runner) => runner.health())),
    async facts(id) {
      const { keeper, config } = dispatcher.runnerOf(id)
      const model = await keeper.weights()
      const { chatTemplate, toolTemplate } = model.gguf
      const syntaxOf = (template: string | undefined) => (template === undefined ? undefined : describeTemplate(template).syntax)
      const tools = syntaxOf(toolTemplate ?? chatTemplate)?.calls !== undefined
      return { ...model, slots: config.slots, tools, reasoning: syntaxOf(chatTemplate)?.reasoning !== undefined }
    },
    async readiness(): Promise<Readiness> {
      if (!started) return { ready: false, reason: 'The server is starting.' }
      if (preloading.size > 0) return { ready: false, reason: `Loading ${[...preloading].join(', ')}.` }
      const models = await Promise.all(serving.map((runner) => runner.health()))
      if (models.some((model) => model.state !== 'failed')) return { ready: true }
      return { ready: false, reason: models.map((model) => (model.state === 'failed' ? model.error.message : '')).join(' ') }
    },
    decide: (target, ability) => dispatcher.choose(target, ability).decision,
    chat: (target, request, options = {}) => routeChat({ dispatcher, tasks: config.tasks }, target, request, options),
    async embed(target, texts, { dimensions, ...options } = {}) {
      const { embedding_generation: settings } = config.tasks
      const { values } = dispatcher.dispatch(target, 'embed', options, {
        work: (decision) =>
          async function* (engine, _config, signal) {
            if (target.task !== 'embedding_generation') return yield { decision, result: await engine.embed(texts, signal, { dimensions }) }
            const { countText } = exactCounter(engine)
            const inputs = await Promise.all(texts.map((text) => taskInput('embedding_generation', text, config.tasks, countText)))
            yield { decision, result: await engine.embed(inputs, signal, { dimensions: dimensions ?? settings.dimensions }) }
          },
        usageOf: ({ result }) => embeddingUsage(result.promptTokens),
      })
      return only(values)
    },
    async runTask(task, input, { model, ...options } = {}) {
      const startedMs = performance.now()
      const ability = task === 'embedding_generation' ? 'embed' : 'chat'
      const { values } = dispatcher.dispatch({ task, model }, ability, options, {
        work: (decision) => taskWork(task, input, config.tasks, decision),
        usageOf: ({ usage }) => usage,
      })
      return { task, ...(await only(values)), durationMs: Math.round(performance.now() - startedMs) }
    },
    async countTokens(target, input, options = {}) {
      const isText = typeof input === 'string'
      const { decision, runner } = dispatcher.choose(target, isText ? undefined : 'chat')
      const count = async ({ estimated, countText, countPrompt }: TokenCounter) => ({
        tokens: await (isText ? countText(input) : countPrompt(input)),
        estimated,
      })
      return { decision, ...(await countTokens(runner, count, { ...options, tokenEstimate })) }
    },
    async renderPrompt(target, request, options = {}) {
      const { decision, runner } = dispatcher.choose(target, 'chat')
      const render = (engine: Engine) => Promise.all([engine.renderPrompt(request), engine.promptTokens(request)])
      const [prompt, tokens] = await runner.tokenizing(render, options)
      return { decision, prompt, tokens }
    },
    async tokenize(target, text, { special = false, ...options } = {}) {
      const { decision, runner } = dispatcher.choose(target, undefined)
      return { decision, tokens: await runner.tokenizing((engine) => engine.tokenize(text, { special }), options) }
    },
    async detokenize(target, tokens, { special = true, ...options } = {}) {
      const { decision, runner } = dispatcher.choose(target, undefined)
      return { decision, text: await runner.tokenizing((engine) => engine.detokenize(tokens, { special }), options) }
    },
    async planContext(target, request, { truncation = 'disabled', ...options } = {}) {
      const { decision, runner } = dispatcher.choose(target, 'chat')
      const plan = async (counter: TokenCounter) => {
        const asked = await taskChat(request, target, config.tasks, counter.countText)
        return planChat(decision.model, counter, withModelDefaults(asked, runner.config), truncation)
      }
      return { decision, plan: await countTokens(runner, plan, { ...options, tokenEstimate }) }
    },
    async load(model, { onProgress = () => {}, signal = new AbortController().signal } = {}) {
      const { keeper } = dispatcher.runnerOf(model)
      using _ = keeper.onProgress(onProgress)
      await orAbort(keeper.load('load-called'), signal)
    },
    async unload(model) {
      await dispatcher.runnerOf(model).keeper.unload()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(runners.map((runner) => runner.close()))
    },
  }
}

async function only<Value>(values: AsyncIterable<Value>): Promise<Value> {
  const [value] = await Array.fromAsync(values)
  if (value === undefined) throw new Error('The engine answered nothing.')
  return value
}
