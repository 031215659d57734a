import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ChatEvent } from '../../chat/chat.ts'
import type { FakeEngine } from '../../engine/contract/fake-engine.ts'
import type { Engine } from '../../engine/engine.ts'
import { answer, routerSubject, say, until } from '../router-subject.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

/** Starts, gives some words, then nothing until its signal aborts. */
const stallAfter = (words: number) => (engine: FakeEngine) =>
  ({
    ...engine,
    async *chat(_request, signal) {
      yield { type: 'start', promptTokens: 1, cachedTokens: 0 } satisfies ChatEvent
      for (let word = 0; word < words; word++) yield { type: 'text-delta', text: 'word ' } satisfies ChatEvent
      await new Promise((resolve) => signal?.addEventListener('abort', resolve))
    },
  }) as Engine

test.each([
  { phase: 'first-token', timeouts: { firstTokenMs: 500 }, words: 0 },
  { phase: 'inter-token', timeouts: { interTokenMs: 500 }, words: 2 },
  { phase: 'total', timeouts: { totalMs: 500 }, words: 2 },
])('an engine that stalls ends its request with the phase $phase and frees the slot', async ({ phase, timeouts, words }) => {
  const { router, events } = await routerSubject({ models: [{ timeouts, slots: 1 }], alter: stallAfter(words) })
  await router.start()
  const request = answer(router, { model: 'm0' }, say('hello')).catch((error) => error)
  await until(() => events.some(({ type }) => type === (words > 0 ? 'request-first-token' : 'load-finished')))
  await vi.advanceTimersByTimeAsync(499)
  expect(events.at(-1)?.type).not.toBe('request-failed')
  await vi.advanceTimersByTimeAsync(1)
  expect(await request).toMatchObject({ code: 'request_timed_out', status: 504, details: { model: 'm0', phase, limitMs: 500 } })
  await until(async () => (await router.health())[0]?.slots.active === 0)
  expect(events.at(-1)).toMatchObject({ type: 'request-failed', errorCode: 'request_timed_out' })
})

test('one who waits too long for a slot gives up its place in the queue', async () => {
  const { router, events } = await routerSubject({ models: [{ timeouts: { queueMs: 500 }, slots: 1 }], alter: stallAfter(1) })
  await router.start()
  const controller = new AbortController()
  const holding = answer(router, { model: 'm0' }, say('hello'), { signal: controller.signal }).catch((error) => error)
  await until(() => events.some(({ type }) => type === 'request-first-token'))
  const waiting = answer(router, { model: 'm0' }, say('hello')).catch((error) => error)
  await vi.advanceTimersByTimeAsync(500)
  expect(await waiting).toMatchObject({ code: 'request_timed_out', details: { phase: 'queue' } })
  expect((await router.health())[0]?.queue.waiting).toBe(0)
  controller.abort()
  expect(await holding).toMatchObject({ code: 'request_cancelled' })
})

test('a reader who stops reading holds the slot no longer than the total allows', async () => {
  const { router } = await routerSubject({ models: [{ timeouts: { totalMs: 500 } }], alter: stallAfter(3) })
  await router.start()
  const reader = router.chat({ model: 'm0' }, say('hello')).events[Symbol.asyncIterator]()
  await reader.next()
  expect((await router.health())[0]?.slots.active).toBe(1)
  await vi.advanceTimersByTimeAsync(500)
  await until(async () => (await router.health())[0]?.slots.active === 0)
  await expect(reader.next()).rejects.toMatchObject({ code: 'request_timed_out', details: { phase: 'total' } })
})

test('a reader who never comes back loses the slot after clientStallMs, a minute by default', async () => {
  const { router } = await routerSubject({ models: [{}], alter: stallAfter(3) })
  await router.start()
  const reader = router.chat({ model: 'm0' }, say('hello')).events[Symbol.asyncIterator]()
  await reader.next()
  await vi.advanceTimersByTimeAsync(59_999)
  expect((await router.health())[0]?.slots.active).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  await until(async () => (await router.health())[0]?.slots.active === 0)
  await expect(reader.next()).rejects.toMatchObject({ code: 'request_timed_out', details: { phase: 'reader', limitMs: 60_000 } })
})

test('a slow reader is not the engine’s delay', async () => {
  const { router } = await routerSubject({ models: [{ timeouts: { interTokenMs: 500 } }] })
  await router.start()
  const reader = router.chat({ model: 'm0' }, say('one two')).events[Symbol.asyncIterator]()
  for (const type of ['start', 'text-delta']) expect((await reader.next()).value).toMatchObject({ type })
  await vi.advanceTimersByTimeAsync(10_000)
  expect((await reader.next()).value).toEqual({ type: 'text-delta', text: ' two' })
})

test('a hung engine does not keep its caller', async () => {
  const hang = (engine: FakeEngine) => ({ ...engine, embed: () => new Promise(() => {}), tokenize: () => new Promise(() => {}) }) as Engine
  const { router } = await routerSubject({ alter: hang })
  await router.start()
  const timeouts = { firstTokenMs: 500 }
  const counting = router.countTokens({ model: 'm0' }, 'hello', { timeouts }).catch((error) => error)
  const task = router.runTask('general_reasoning', 'hello', { timeouts: { totalMs: 1 } }).catch((error) => error)
  await router.load('m0')
  await vi.advanceTimersByTimeAsync(500)
  expect(await counting).toMatchObject({ code: 'request_timed_out', details: { phase: 'first-token' } })
  expect(await task).toMatchObject({ code: 'request_timed_out', details: { phase: 'total' } })
})

test('a request may replace the limits of the config', async () => {
  const { router } = await routerSubject({ models: [{ timeouts: { totalMs: 100_000 } }], alter: stallAfter(1) })
  await router.start()
  const request = answer(router, { model: 'm0' }, say('hello'), { timeouts: { totalMs: 200 } }).catch((error) => error)
  await vi.advanceTimersByTimeAsync(200)
  expect(await request).toMatchObject({ details: { phase: 'total', limitMs: 200 } })
})
