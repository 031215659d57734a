import { copyFile, rm, truncate } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'
import { createFakeEngine, type FakeEngine } from '../engine/contract/fake-engine.ts'
import { routerError } from '../errors.ts'
import type { RouterEvent } from './router-event.ts'
import { answer, canaryPath, routerSubject, say, stateOf } from './router-subject.ts'

const subject = (models: object[] = [{}]) => routerSubject({ models })
const ofTheModel = (events: RouterEvent[]) => events.map(({ type }) => type).filter((type) => !/^request-|^state-/.test(type))

test('a verified model is ready before it is loaded, and probing does not load it', async () => {
  const { router, createEngine } = await subject()
  expect(await router.readiness()).toMatchObject({ ready: false })
  await router.start()
  expect(await router.readiness()).toEqual({ ready: true })
  expect(await stateOf(router)).toBe('unloaded')
  expect(createEngine).not.toHaveBeenCalled()
})

test('the first request loads the model, and all who come during the load share it', async () => {
  const { router, createEngine, events } = await subject()
  await router.start()
  const answers = await Promise.all(['one', 'two', 'three'].map((word) => answer(router, { model: 'm0' }, say(word))))
  expect(answers).toEqual(['one', 'two', 'three'])
  expect(createEngine).toHaveBeenCalledOnce()
  expect(ofTheModel(events)).toEqual(['load-started', 'load-finished'])
  expect(await stateOf(router)).toBe('ready')
})

test('a request cut off by the death of its engine gets engine_crashed, and the model comes back by itself', async () => {
  const { router, engines, events } = await subject()
  await router.start()
  const broken = answer(router, { model: 'm0' }, say('one two three'), { onFirst: () => engines[0]?.kill() })
  await expect(broken).rejects.toMatchObject({ code: 'engine_crashed', retryable: true })
  await vi.waitFor(async () => expect(await stateOf(router)).toBe('ready'), { timeout: 30_000 })
  expect(await answer(router, { model: 'm0' }, say('again'))).toBe('again')
  expect((await router.health())[0]?.restarts).toBe(1)
  expect(ofTheModel(events)).toEqual([
    'load-started',
    'load-finished',
    'engine-crashed',
    'load-started',
    'load-finished',
    'engine-restarted',
  ])
})

// It waits for the pauses between restarts, three seconds together.
test('a model that dies after its first token again and again is failed with its end of stderr, and left alone until it is loaded by hand', {
  timeout: 60_000,
}, async () => {
  const { router, engines, createEngine } = await subject()
  await router.start()
  for (let crash = 1; crash <= 6; crash++) {
    const broken = answer(router, { model: 'm0' }, say('one two three'), { onFirst: () => engines.at(-1)?.kill() })
    await expect(broken).rejects.toMatchObject({ code: 'engine_crashed' })
  }
  const [health] = await router.health()
  expect(health).toMatchObject({ state: 'failed', error: { code: 'engine_crashed', message: expect.stringContaining('SIGKILL') } })
  await expect(answer(router, { model: 'm0' }, say('hello'))).rejects.toMatchObject({ code: 'engine_crashed' })
  expect(createEngine).toHaveBeenCalledTimes(6)
  await router.load('m0')
  expect((await router.health())[0]).toMatchObject({ state: 'ready' })
})

test('disposing waits for no load, and an engine that comes too late is ended', async () => {
  const { router, createEngine } = await subject([{}])
  const gate = Promise.withResolvers<FakeEngine>()
  createEngine.mockReturnValueOnce(gate.promise)
  await router.start()
  const loading = router.load('m0').catch((error) => error)
  await vi.waitFor(() => expect(createEngine).toHaveBeenCalled(), { timeout: 30_000 })
  await router[Symbol.asyncDispose]()
  expect(await loading).toMatchObject({ code: 'shutting_down' })
  expect(createEngine.mock.calls[0]?.[1].signal?.aborted).toBe(true)
  const late = createFakeEngine()
  gate.resolve(late)
  expect(await late.died).toMatchObject({ code: 'shutting_down' })
})

test('disposing waits for no restart', async () => {
  const { router, engines, createEngine, events } = await subject()
  await router.start()
  await router.load('m0')
  engines[0]?.kill()
  await engines[0]?.died
  await router[Symbol.asyncDispose]()
  expect(events).toContainEqual(expect.objectContaining({ type: 'state-changed', to: 'recovering' }))
  await expect(router.load('m0')).rejects.toMatchObject({ code: 'shutting_down' })
  expect(createEngine).toHaveBeenCalledOnce()
})

test('weights that go missing after the start fail their model only, and putting them back mends it', async () => {
  const { router, paths } = await subject([{}, {}])
  await router.start()
  await rm(paths[0] ?? '')
  await expect(answer(router, { model: 'm0' }, say('hello'))).rejects.toMatchObject({ code: 'weights_missing' })
  expect(await stateOf(router)).toBe('failed')
  expect(await answer(router, { model: 'm1' }, say('hello'))).toBe('hello')
  expect(await router.readiness()).toEqual({ ready: true })
  await copyFile(canaryPath, paths[0] ?? '')
  expect(await answer(router, { model: 'm0' }, say('hello'))).toBe('hello')
})

test('weights that change under a loaded engine are not served on', async () => {
  const { router, paths, events } = await subject()
  await router.start()
  await answer(router, { model: 'm0' }, say('hello'))
  await truncate(paths[0] ?? '', 100_000)
  await expect(answer(router, { model: 'm0' }, say('hello'))).rejects.toMatchObject({ code: 'weights_malformed' })
  expect(events.map((event) => event.type)).toContain('model-unloaded')
})

test('health sees that a file is gone without a request', async () => {
  const { router, paths } = await subject()
  await router.start()
  await rm(paths[0] ?? '')
  expect(await stateOf(router)).toBe('failed')
  expect(await router.readiness()).toMatchObject({ ready: false, reason: expect.stringContaining('missing') })
})

test('readiness looks at the models that the config names only', async () => {
  const { router, paths } = await routerSubject({ models: [{}, {}], config: { server: { readiness: { models: ['m1'] } } } })
  await router.start()
  await rm(paths[0] ?? '')
  expect(await router.readiness()).toEqual({ ready: true })
  await rm(paths[1] ?? '')
  expect(await router.readiness()).toMatchObject({ ready: false, reason: expect.stringMatching(/1\.gguf/) })
})

test('nothing starts when no model is usable, and the reasons are all named', async () => {
  const { router, paths } = await subject([{}, {}])
  for (const path of paths) await rm(path)
  const error = await router.start().catch((reason) => reason)
  expect(error.code).toBe('no_usable_model')
  expect(error.details.failures).toHaveLength(2)
})

test('a required model that fails stops the start with its own error', async () => {
  const { router, paths } = await subject([{ required: true }, {}])
  await rm(paths[0] ?? '')
  await expect(router.start()).rejects.toMatchObject({ code: 'weights_missing' })
})

test('readiness waits for a preload', async () => {
  const { router } = await subject([{ preload: true }])
  await router.start()
  expect(await router.readiness()).toEqual({ ready: false, reason: 'Loading m0.' })
  await vi.waitFor(async () => expect(await router.readiness()).toEqual({ ready: true }), { timeout: 30_000 })
  expect(await stateOf(router)).toBe('ready')
})

test('models are preloaded one after the other, and readiness waits for the last', async () => {
  const { router, createEngine, events } = await subject([{ preload: true }, { preload: true }])
  createEngine.mockRejectedValueOnce(routerError('model_load_failed', { model: 'm0', file: '0.gguf', reason: 'No memory.' }))
  await router.start()
  expect(await router.readiness()).toEqual({ ready: false, reason: 'Loading m0, m1.' })
  await vi.waitFor(async () => expect(await router.readiness()).toEqual({ ready: true }), { timeout: 30_000 })
  expect(ofTheModel(events)).toEqual(['load-started', 'load-failed', 'load-started', 'load-finished'])
})

test('a load that fails is told to its request and tried again later, not at once', async () => {
  const { router, createEngine } = await subject()
  const failure = routerError('model_load_failed', { model: 'm0', file: '0.gguf', reason: 'No memory.' })
  createEngine.mockRejectedValueOnce(failure)
  await router.start()
  await expect(answer(router, { model: 'm0' }, say('hello'))).rejects.toBe(failure)
  await expect(answer(router, { model: 'm0' }, say('hello'))).rejects.toBe(failure)
  expect(createEngine).toHaveBeenCalledOnce()
})

test('a caller who leaves during a load leaves at once, and the load goes on', async () => {
  const { router, createEngine } = await subject()
  const gate = Promise.withResolvers<FakeEngine>()
  createEngine.mockReturnValueOnce(gate.promise)
  await router.start()
  const controller = new AbortController()
  const leaving = Array.fromAsync(router.chat({ model: 'm0' }, say('hello'), { signal: controller.signal }).events)
  await vi.waitFor(() => expect(createEngine).toHaveBeenCalled(), { timeout: 30_000 })
  controller.abort()
  await expect(leaving).rejects.toMatchObject({ code: 'request_cancelled' })
  gate.resolve(createFakeEngine())
  await vi.waitFor(async () => expect(await stateOf(router)).toBe('ready'), { timeout: 30_000 })
})
