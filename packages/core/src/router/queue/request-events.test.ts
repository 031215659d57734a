import { expect, onTestFinished, test, vi } from 'vitest'
import type { RouterEvent } from '../router-event.ts'
import { answer, routerSubject, say } from '../router-subject.ts'

const ofRequests = (events: RouterEvent[]) => events.filter((event) => 'requestId' in event)

test('a request is told from its arrival to its end, under its id, without a word of its text', async () => {
  const { router, events } = await routerSubject()
  await router.start()
  await answer(router, { task: 'general_reasoning' }, say('secret words'), { requestId: 'r1' })
  const told = ofRequests(events)
  expect(told.map(({ type }) => type)).toEqual(['request-queued', 'request-started', 'request-first-token', 'request-finished'])
  expect(told.every((event) => event.requestId === 'r1' && event.model === 'm0' && event.task === 'general_reasoning')).toBe(true)
  const { firstTokenMs = 0, lastTokenMs = 0, durationMs } = told.at(-1) as Extract<RouterEvent, { type: 'request-finished' }>
  expect(firstTokenMs).toBeLessThan(lastTokenMs)
  expect(lastTokenMs).toBeLessThanOrEqual(durationMs)
  expect(told.at(-1)).toMatchObject({ usage: { promptTokens: 2, completionTokens: 2 } })
  expect(JSON.stringify(events)).not.toMatch(/secret|words/)
})

test('a request without an id gets one', async () => {
  const { router, events } = await routerSubject()
  await router.start()
  await Promise.all([router.runTask('intent_classification', 'one'), router.runTask('content_moderation', 'two')])
  expect(new Set(ofRequests(events).map(({ requestId }) => requestId)).size).toBe(2)
})

test('whoever leaves, cancels', async () => {
  const { router, events } = await routerSubject()
  await router.start()
  for await (const _ of router.chat({ model: 'm0' }, say('one two')).events) break
  const controller = new AbortController()
  await answer(router, { model: 'm0' }, say('one two'), { signal: controller.signal, onFirst: () => controller.abort() }).catch(() => {})
  const ends = ofRequests(events).filter(({ type }) => /finished|failed|cancelled/.test(type))
  expect(ends.map(({ type }) => type)).toEqual(['request-cancelled', 'request-cancelled'])
})

test('a failure is told by its code', async () => {
  const { router, events } = await routerSubject()
  await router.start()
  await answer(router, { model: 'm0' }, say('word '.repeat(100))).catch(() => {})
  expect(events.at(-1)).toMatchObject({ type: 'request-failed', errorCode: 'context_length_exceeded' })
})

test('everyone who listens is told, until they stop, and one who throws harms nobody', async () => {
  const { router, events } = await routerSubject()
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  onTestFinished(() => warned.mockRestore())
  const [first, second]: [RouterEvent[], RouterEvent[]] = [[], []]
  router.subscribe(() => {
    throw new Error('broken listener')
  })
  const listening = router.subscribe((event) => first.push(event))
  router.subscribe((event) => second.push(event))
  await router.start()
  expect(await answer(router, {}, say('hello'))).toBe('hello')
  expect(first).toEqual(events)
  expect(first).toEqual(second)
  expect(warned).toHaveBeenCalledWith(expect.objectContaining({ message: 'broken listener' }))
  listening[Symbol.dispose]()
  await answer(router, {}, say('hello'))
  expect(second.length).toBeGreaterThan(first.length)
})

test('times are told to the microsecond', async () => {
  const { router, events } = await routerSubject()
  await router.start()
  await Promise.all(Array.from({ length: 8 }, () => answer(router, {}, say('one two'))))
  const times = events.flatMap((event) => ('durationMs' in event ? [event.durationMs] : []))
  expect(times.every((time) => Math.abs(time * 1000 - Math.round(time * 1000)) < 1e-6)).toBe(true)
  expect(times.some((time) => !Number.isInteger(time))).toBe(true)
})
