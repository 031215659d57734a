import { routerError } from '@honestai/core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { eventStyles, toFrames, withPings } from './server-sent-events.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a silence is filled with pings, and no frame is lost', async () => {
  const late = Promise.withResolvers<string>()
  const frames = withPings(
    (async function* () {
      yield 'a'
      yield await late.promise
    })(),
    'ping',
    1000,
  )
  expect(await frames.next()).toEqual({ value: 'a', done: false })
  for (let pings = 0; pings < 2; pings++) {
    const next = frames.next()
    await vi.advanceTimersByTimeAsync(1000)
    expect(await next).toEqual({ value: 'ping', done: false })
  }
  const next = frames.next()
  late.resolve('b')
  expect(await next).toEqual({ value: 'b', done: false })
  expect(await frames.next()).toEqual({ value: undefined, done: true })
  expect(vi.getTimerCount()).toBe(0)
})

test('a first frame that is not there yet has a ping before it at once', async () => {
  const late = Promise.withResolvers<string>()
  const frames = withPings(
    (async function* () {
      yield await late.promise
    })(),
    'ping',
    1000,
  )
  const first = frames.next()
  await vi.advanceTimersByTimeAsync(1)
  expect(await first).toEqual({ value: 'ping', done: false })
  late.resolve('a')
  expect(await frames.next()).toEqual({ value: 'a', done: false })
})

test('whoever leaves between two frames ends the source', async () => {
  let ended = false
  const frames = withPings(
    (async function* () {
      try {
        yield 'a'
        yield 'b'
      } finally {
        ended = true
      }
    })(),
    'ping',
    1000,
  )
  await frames.next()
  await frames.return(undefined)
  expect([ended, vi.getTimerCount()]).toEqual([true, 0])
})

test('a failure of the source is passed on', async () => {
  const frames = withPings(
    (async function* () {
      yield* []
      throw new Error('gone')
    })(),
    'ping',
    1000,
  )
  await expect(frames.next()).rejects.toThrow('gone')
})

const toErrorBody = () => routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' }).toBody()

async function* chunks(failure?: Error) {
  yield { text: 'Line\nbreaks stay inside JSON.' }
  if (failure) throw failure
}

test('a stream that ends well ends with [DONE]', async () => {
  expect(await Array.fromAsync(toFrames(chunks(), eventStyles.openAiChunks, toErrorBody))).toEqual([
    'data: {"text":"Line\\nbreaks stay inside JSON."}\n\n',
    'data: [DONE]\n\n',
  ])
})

test('a stream that breaks ends with an error event and no [DONE]', async () => {
  const frames = await Array.fromAsync(toFrames(chunks(new Error('boom')), eventStyles.openAiChunks, toErrorBody))
  expect(frames).toHaveLength(2)
  expect(frames[1]).toMatch(/^event: error\ndata: \{"error":\{.*"code":"engine_crashed".*\}\}\n\n$/)
})
