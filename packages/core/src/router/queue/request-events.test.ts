import { expect, onTestFinished, test, vi } from 'vitest'
import type { ChatEvent } from '../../chat/chat.ts'
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

const usage = { promptTokens: 2, cachedTokens: 0, completionTokens: 5, reasoningTokens: 1 }
const text = (choice?: number): ChatEvent => ({ type: 'text-delta', text: 'x', ...(choice !== undefined && { choice }) })
const end: ChatEvent = { type: 'end', reason: 'stop', usage, tokens: [] }

/** A router whose engine takes so many milliseconds for each part of its answer. */
async function timed(parts: readonly (readonly [waitMs: number, event: ChatEvent])[], failure?: Error) {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  async function* chat(): AsyncGenerator<ChatEvent, void> {
    yield { type: 'start', promptTokens: 2, cachedTokens: 0 }
    for (const [waitMs, event] of parts) {
      vi.advanceTimersByTime(waitMs)
      yield event
    }
    if (failure) throw failure
  }
  const subject = await routerSubject({ models: [{ slots: 2 }], alter: (engine) => Object.assign(engine, { chat }) })
  await subject.router.start()
  return subject
}

test.each<{ title: string; parts: [number, ChatEvent][]; choices?: number; gapsMs: number[] | undefined }>([
  {
    title: 'of three parts has two gaps',
    parts: [
      [500, text()],
      [20, text()],
      [30, text()],
      [40, end],
    ],
    gapsMs: [20, 30],
  },
  {
    title: 'of one part has none',
    parts: [
      [500, text()],
      [40, end],
    ],
    gapsMs: undefined,
  },
  {
    title: 'that thinks and calls a tool has gaps between all that it says',
    parts: [
      [500, { type: 'reasoning-delta', text: 'Hm.' }],
      [10, { type: 'tool-call-start', index: 0, id: 'c', name: 'f' }],
      [15, { type: 'tool-call-delta', index: 0, argumentsText: '{}' }],
      [0, { type: 'tool-call', call: { id: 'c', name: 'f', arguments: '{}' } }],
      [7, text()],
      [0, end],
    ],
    gapsMs: [10, 15, 7],
  },
  {
    title: 'beside another has its own gaps',
    parts: [
      [500, text(0)],
      [1, text(1)],
      [20, text(0)],
      [1, text(1)],
      [9, end],
    ],
    choices: 2,
    gapsMs: [21, 21],
  },
])('an answer $title', async ({ parts, choices, gapsMs }) => {
  const { router, events } = await timed(parts)
  await answer(router, {}, { ...say('hi'), ...(choices && { choices }) })
  expect(events.at(-1)).toMatchObject({ type: 'request-finished', firstTokenMs: 500 })
  expect((events.at(-1) as { gapsMs?: number[] }).gapsMs).toEqual(gapsMs)
})

test('the gaps of an answer that broke off, or was left, are told too', async () => {
  const { router, events } = await timed(
    [
      [500, text()],
      [20, text()],
    ],
    new Error('broken'),
  )
  await answer(router, {}, say('hi')).catch(() => {})
  expect(events.at(-1)).toMatchObject({ type: 'request-failed', gapsMs: [20] })
  const left = await timed([
    [500, text()],
    [20, text()],
    [20, text()],
  ])
  let parts = 0
  for await (const { type } of left.router.chat({}, say('hi')).events) if (type === 'text-delta' && ++parts === 2) break
  expect(left.events.at(-1)).toMatchObject({ type: 'request-cancelled', gapsMs: [20] })
})
