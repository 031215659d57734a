import { afterEach, expect, test, vi } from 'vitest'
import { createFakeEngine } from '../../engine/contract/fake-engine.ts'
import type { RouterEvent } from '../router-event.ts'
import { answer, routerSubject, say, stateOf, until } from '../router-subject.ts'

afterEach(() => void vi.useRealTimers())
const fakeTimers = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
const unloads = (events: RouterEvent[]) =>
  events.flatMap((event) => (event.type === 'model-unloaded' ? [`${event.model} ${event.cause}`] : []))

test('every change of state is told with its cause', async () => {
  const { router, engines, events } = await routerSubject()
  await router.start()
  await router.load('m0')
  engines[0]?.kill()
  await vi.waitFor(async () => expect(await stateOf(router)).toBe('ready'), { timeout: 30_000 })
  await router.unload('m0')
  const changes = events.flatMap((event) => (event.type === 'state-changed' ? [`${event.from} ${event.to}: ${event.cause}`] : []))
  expect(changes).toEqual([
    'unloaded loading: load-called',
    'loading ready: loaded',
    'ready recovering: engine-crashed',
    'recovering loading: restart',
    'loading ready: loaded',
    'ready unloaded: unload-called',
  ])
})

test('a model is unloaded when it was idle for its keep-alive, counted from its last request', async () => {
  const { router, events } = await routerSubject({ models: [{ keepAliveSeconds: 60 }] })
  await router.start()
  fakeTimers()
  await answer(router, { model: 'm0' }, say('hello'))
  vi.advanceTimersByTime(59_000)
  await answer(router, { model: 'm0' }, say('hello'))
  vi.advanceTimersByTime(59_000)
  expect(await stateOf(router)).toBe('ready')
  vi.advanceTimersByTime(1_000)
  await until(() => unloads(events).length > 0)
  expect(unloads(events)).toEqual(['m0 idle'])
  expect(await answer(router, { model: 'm0' }, say('again'))).toBe('again')
})

test('a keep-alive of 0 unloads after the last of those who wait, not between them', async () => {
  const { router, createEngine, events } = await routerSubject({ models: [{ keepAliveSeconds: 0, slots: 1 }] })
  await router.start()
  expect(await Promise.all(['one', 'two', 'three'].map((word) => answer(router, { model: 'm0' }, say(word))))).toEqual([
    'one',
    'two',
    'three',
  ])
  await until(() => unloads(events).length > 0)
  expect(createEngine).toHaveBeenCalledOnce()
})

test('unloading waits for what runs, and who comes meanwhile loads the model again', async () => {
  const { router, createEngine, events } = await routerSubject()
  await router.start()
  let unloading: Promise<void> | undefined
  let late: Promise<string> | undefined
  const running = answer(router, { model: 'm0' }, say('one two three'), {
    onFirst: () => {
      unloading = router.unload('m0')
      late = answer(router, { model: 'm0' }, say('late'))
    },
  })
  expect(await running).toBe('one two three')
  await unloading
  expect(unloads(events)).toEqual(['m0 unload-called'])
  expect(await late).toBe('late')
  expect(createEngine).toHaveBeenCalledTimes(2)
})

test('unloading a model that is not loaded does nothing', async () => {
  const { router, events } = await routerSubject()
  await router.start()
  await router.unload('m0')
  expect(events).toEqual([])
  await expect(router.unload('m9')).rejects.toMatchObject({ code: 'model_not_found' })
})

const three = { models: [{}, {}, {}], config: { memoryBudgetBytes: 340_000_000 }, engine: { memoryBytes: 150_000_000 } }

test('the least recently used idle model makes room', async () => {
  const { router, events } = await routerSubject(three)
  await router.start()
  for (const model of ['m0', 'm1', 'm0', 'm2']) await answer(router, { model }, say('hello'))
  expect(unloads(events)).toEqual(['m1 evicted'])
  expect(await Promise.all([0, 1, 2].map((index) => stateOf(router, index)))).toEqual(['ready', 'unloaded', 'ready'])
})

test('busy models are never evicted: who needs their memory is told both figures, and is not failed for it', async () => {
  const { router, events } = await routerSubject({ ...three, config: { memoryBudgetBytes: 200_000_000 } })
  await router.start()
  const running = router.chat({ model: 'm0' }, say('one two')).events[Symbol.asyncIterator]()
  await running.next()
  await expect(answer(router, { model: 'm1' }, say('hello'))).rejects.toMatchObject({
    code: 'memory_budget_exceeded',
    details: { busyBytes: 150_000_000, budgetBytes: 200_000_000 },
  })
  expect(unloads(events)).toEqual([])
  expect(await stateOf(router, 1)).toBe('unloaded')
  await running.return?.()
  expect(await answer(router, { model: 'm1' }, say('hello'))).toBe('hello')
  expect(unloads(events)).toEqual(['m0 evicted'])
})

test('a model that could not fit even alone is refused at the start', async () => {
  const { router } = await routerSubject({ config: { memoryBudgetBytes: 1000 } })
  await expect(router.start()).rejects.toMatchObject({ code: 'model_exceeds_memory_budget', details: { budgetBytes: 1000 } })
})

test('who asks for a load is told how far it is, and who leaves stops waiting, not the load', async () => {
  const { router, createEngine } = await routerSubject()
  await router.start()
  const gate = Promise.withResolvers<void>()
  createEngine.mockImplementationOnce(async (model, { onProgress }) => {
    onProgress?.(0.5)
    await gate.promise
    return createFakeEngine({ model: model.id })
  })
  const told: number[] = []
  const controller = new AbortController()
  const leaving = router.load('m0', { onProgress: (progress) => told.push(progress), signal: controller.signal })
  await vi.waitFor(() => expect(told).toEqual([0.5]), { timeout: 30_000 })
  controller.abort()
  await expect(leaving).rejects.toMatchObject({ code: 'request_cancelled' })
  expect(await stateOf(router)).toBe('loading')
  gate.resolve()
  await router.load('m0')
  expect(createEngine).toHaveBeenCalledOnce()
})
