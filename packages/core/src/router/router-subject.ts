import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import type { ChatEvent, ChatRequest } from '../chat/chat.ts'
import { canaryConfig } from '../config/canary-config.ts'
import { config } from '../config/schema/config.ts'
import { createFakeEngine, type FakeEngine, type FakeEngineOptions } from '../engine/contract/fake-engine.ts'
import type { Engine } from '../engine/engine.ts'
import type { Model } from '../models/model.ts'
import { createRouter } from './create-router.ts'
import type { Target } from './decision.ts'
import type { CreateEngine } from './lifecycle/engine-supervisor.ts'
import type { ChatOptions, Router } from './router.ts'
import type { RouterEvent } from './router-event.ts'

/** The weights that every fake engine pretends to run. */
export const canaryPath = canaryConfig().models[0]?.path ?? ''

/** What a test's router is made of. */
type Setup = {
  models?: object[]
  /** Added to the config. */
  config?: object
  engine?: FakeEngineOptions
  /** Changes a fake engine before it is used. */
  alter?: (engine: FakeEngine, model: Model) => Engine
}

/** A router over copies of the canary's file, with fake engines; disposed when the test ends. */
export async function routerSubject({ models = [{}], config: extra = {}, engine: options = {}, alter = (engine) => engine }: Setup = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'honestai-router-'))
  const paths = models.map((_, index) => join(folder, `${index}.gguf`))
  await Promise.all(paths.map((path) => copyFile(canaryPath, path)))
  const engines: FakeEngine[] = []
  const events: RouterEvent[] = []
  const createEngine = vi.fn<CreateEngine>(async (model, { slots }) => {
    const engine = createFakeEngine({ model: model.id, slots, ...options })
    engines.push(engine)
    return alter(engine, model)
  })
  const parsed = config.parse({ ...extra, models: models.map((model, index) => ({ id: `m${index}`, path: paths[index], ...model })) })
  const router = createRouter(parsed, { createEngine, onEvent: (event) => events.push(event) })
  onTestFinished(async () => {
    await router[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })
  return { router, paths, engines, events, createEngine }
}

/** A chat of one message. */
export const say = (content: string): ChatRequest => ({ messages: [{ role: 'user', content }], sampling: {} })

/** The text of an answer. */
export async function answer(
  router: Router,
  target: Target,
  request: ChatRequest,
  { onFirst = () => {}, ...options }: ChatOptions & { onFirst?: () => void } = {},
) {
  const events: ChatEvent[] = []
  for await (const event of router.chat(target, request, options).events) if (events.push(event) === 1) onFirst()
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
}

/** The state of a model, by its place in the config. */
export const stateOf = async (router: Router, index = 0) => (await router.health())[index]?.state

/** Waits for the event loop to bring a condition about; timers may be fake. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(setImmediate)
}
