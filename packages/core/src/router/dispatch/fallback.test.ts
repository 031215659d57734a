import { rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { routerError } from '../../errors.ts'
import { answer, routerSubject, say } from '../router-subject.ts'

const pair = { models: [{ fallback: 'm1' }, {}] }

test('when loading fails, the named fallback answers, and both are named', async () => {
  const { router, paths, events } = await routerSubject(pair)
  await router.start()
  await rm(paths[0] ?? '')
  const chat = router.chat({ model: 'm0' }, say('hello'), { requestId: 'r1' })
  expect(chat.chosen).toEqual({ model: 'm0', reason: 'named by the request' })
  const reader = chat.events[Symbol.asyncIterator]()
  const { value: start } = await reader.next()
  expect(start).toMatchObject({ type: 'start', decision: { model: 'm1', reason: 'fallback', fallbackFrom: 'm0' } })
  await reader.return?.()
  const told = events.flatMap((event) => ('requestId' in event ? [`${event.type} ${event.model}`] : []))
  expect(told).toEqual([
    'request-queued m0',
    'request-started m0',
    'request-fell-back m0',
    'request-queued m1',
    'request-started m1',
    'request-first-token m1',
    'request-cancelled m1',
  ])
  expect(events.find(({ type }) => type === 'request-fell-back')).toMatchObject({ to: 'm1', error: { code: 'weights_missing' } })
})

test('a crash before the first token falls back, a crash after it does not', async () => {
  const { router, engines } = await routerSubject({
    ...pair,
    alter: (engine, model) => ({
      ...engine,
      async *chat(request, signal) {
        if (model.id === 'm0' && request.messages[0]?.content === 'crash') {
          yield { type: 'start', promptTokens: 100, cachedTokens: 0 }
          throw routerError('engine_crashed', { model: 'm0', reason: 'SIGKILL.' })
        }
        yield* engine.chat(request, signal)
      },
    }),
  })
  await router.start()
  const events = await Array.fromAsync(router.chat({ model: 'm0' }, say('crash')).events)
  expect(events.map(({ type }) => type)).toEqual(['start', 'text-delta', 'end'])
  expect(events[0]).toMatchObject({ promptTokens: 1 })
  const late = answer(router, { model: 'm0' }, say('one two three'), { onFirst: () => engines[0]?.kill() })
  await expect(late).rejects.toMatchObject({ code: 'engine_crashed' })
})

test.each([
  { title: 'a prompt too long', code: 'context_length_exceeded', request: () => say('word '.repeat(200)), options: {} },
  { title: 'a cancelled request', code: 'request_cancelled', request: () => say('hello'), options: { signal: AbortSignal.abort() } },
])('$title is not tried elsewhere', async ({ code, request, options }) => {
  const { router, events } = await routerSubject(pair)
  await router.start()
  await expect(answer(router, { model: 'm0' }, request(), options)).rejects.toMatchObject({ code })
  expect(events.some(({ type }) => type === 'request-fell-back')).toBe(false)
})

test('an overload is not moved to the fallback', async () => {
  const { router } = await routerSubject({ models: [{ fallback: 'm1', slots: 1, maxQueueSize: 0 }, {}] })
  await router.start()
  let refused: Promise<unknown> | undefined
  await answer(router, { model: 'm0' }, say('one two'), {
    onFirst: () => {
      refused = answer(router, { model: 'm0' }, say('hello')).catch((error) => error)
    },
  })
  expect(await refused).toMatchObject({ code: 'overloaded' })
})

test('fallbacks are tried in turn, and the last error is told', async () => {
  const { router, paths } = await routerSubject({ models: [{ fallback: 'm1' }, { fallback: 'm2' }, {}, {}] })
  await router.start()
  await Promise.all([0, 1].map((index) => rm(paths[index] ?? '')))
  const result = await router.runTask('intent_classification', 'booking', { model: 'm0' })
  expect(result.decision).toEqual({ model: 'm2', reason: 'fallback', fallbackFrom: 'm0' })
  await rm(paths[2] ?? '')
  await expect(answer(router, { model: 'm0' }, say('hello'))).rejects.toMatchObject({ code: 'weights_missing', details: { model: 'm2' } })
})
