import { copyFile, rm } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { routerError } from '../../../errors.ts'
import type { RouterEvent } from '../../router-event.ts'
import { answer, canaryPath, routerSubject, say, stateOf, until } from '../../router-subject.ts'

afterEach(() => void vi.useRealTimers())
const fakeTimers = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
const changes = (events: RouterEvent[]) =>
  events.flatMap((event) => (event.type === 'state-changed' ? [`${event.from} ${event.to}: ${event.cause}`] : []))

test('a model that could not be loaded is ready again as soon as it can be, without a request', async () => {
  const { router, createEngine, events } = await routerSubject()
  const failure = routerError('model_load_failed', { model: 'm0', file: '0.gguf', reason: 'No memory.' })
  createEngine.mockRejectedValueOnce(failure).mockRejectedValueOnce(failure)
  await router.start()
  fakeTimers()
  await expect(answer(router, { model: 'm0' }, say('hello'))).rejects.toBe(failure)
  expect(await router.readiness()).toMatchObject({ ready: false })
  await vi.advanceTimersByTimeAsync(5_000)
  await until(() => createEngine.mock.calls.length === 2)
  await until(async () => (await stateOf(router)) === 'failed')
  await vi.advanceTimersByTimeAsync(9_999)
  expect(createEngine).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(1)
  await until(async () => (await stateOf(router)) === 'ready')
  expect(await router.readiness()).toEqual({ ready: true })
  expect(changes(events).slice(-2)).toEqual(['failed loading: retry', 'loading ready: loaded'])
})

test('weights that come back are found without a request or a probe, and not loaded', async () => {
  const { router, paths, events, createEngine } = await routerSubject()
  await router.start()
  fakeTimers()
  await rm(paths[0] ?? '')
  await expect(answer(router, { model: 'm0' }, say('hello'))).rejects.toMatchObject({ code: 'weights_missing' })
  await copyFile(canaryPath, paths[0] ?? '')
  await vi.advanceTimersByTimeAsync(5_000)
  await until(() => changes(events).at(-1) === 'failed unloaded: weights-verified')
  expect(createEngine).not.toHaveBeenCalled()
})

test.each(['a probe', 'a request'])(
  'a request that comes while %s has the weights verified that came back waits for what comes of it',
  async (who) => {
    const { router, paths } = await routerSubject()
    await router.start()
    await rm(paths[0] ?? '')
    await expect(answer(router, { model: 'm0' }, say('hello'))).rejects.toMatchObject({ code: 'weights_missing' })
    await copyFile(canaryPath, paths[0] ?? '')
    const first = who === 'a probe' ? router.health() : answer(router, { model: 'm0' }, say('hello'))
    // Verifying takes tens of milliseconds; some of these come in the midst of it.
    const others = Array.from({ length: 20 }, async (_, index) => {
      await wait(index * 3)
      await answer(router, { model: 'm0' }, say('hello'))
    })
    expect((await Promise.allSettled([first, ...others])).filter(({ status }) => status === 'rejected')).toEqual([])
  },
)

test('a retry takes no memory from a model that works', async () => {
  const { router, createEngine, events } = await routerSubject({
    models: [{}, {}],
    config: { memoryBudgetBytes: 200_000_000 },
    engine: { memoryBytes: 150_000_000 },
  })
  createEngine.mockRejectedValueOnce(routerError('model_load_failed', { model: 'm0', file: '0.gguf', reason: 'No memory.' }))
  await router.start()
  fakeTimers()
  await router.load('m0').catch(() => {})
  await router.load('m1')
  await vi.advanceTimersByTimeAsync(300_000)
  expect(createEngine).toHaveBeenCalledTimes(2)
  expect(events.some(({ type }) => type === 'model-unloaded')).toBe(false)
})
