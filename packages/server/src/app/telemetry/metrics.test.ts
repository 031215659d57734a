import { digestOfKey, type Router, type RouterEvent, routerError } from '@honestai/core'
import { expect, test } from 'vitest'
import { readSamples } from '../../metrics/read-samples.ts'
import { askOver } from '../../testing/ask.ts'
import { chatWith, createFakeRouter, yieldForever } from '../../testing/fake-router.ts'
import { serverWith } from '../../testing/server-with.ts'

const chat = (model = 'canary', fields = {}) =>
  ({ method: 'POST', url: '/v1/chat/completions', body: { model, messages: [{ role: 'user', content: 'Hi.' }], ...fields } }) as const

const crash = routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' })

/** A server whose router tells what a test says, and what it counted. */
function counting(overrides: Partial<Router> = {}) {
  const listeners: ((event: RouterEvent) => void)[] = []
  const tell = (event: RouterEvent) => {
    for (const listener of listeners) listener(event)
  }
  const subscribe: Router['subscribe'] = (listener) => {
    listeners.push(listener)
    return { [Symbol.dispose]: () => undefined }
  }
  const app = serverWith({ subscribe, ...overrides })
  const samples = async (name: string) => {
    const { body } = await app.inject('/metrics')
    return readSamples(body).filter((sample) => sample.name === name)
  }
  return { app, tell, requests: () => samples('honestai_http_requests_total'), samples }
}

const ended = { route: '/v1/chat/completions', task: 'none', model: 'canary', outcome: 'success', code: 'none' }

test.each([false, true])('an answered chat is counted once (stream: %o)', async (stream) => {
  const { app, requests } = counting()
  await app.inject(chat('canary', { stream }))
  expect(await requests()).toEqual([expect.objectContaining({ labels: ended, value: 1 })])
})

test.each([false, true])('a crash is counted as a failure, in a stream that had begun too (stream: %o)', async (stream) => {
  const { app, requests } = counting({
    chat: chatWith(async function* () {
      yield { type: 'text-delta', text: 'Par' }
      throw crash
    }),
  })
  await app.inject(chat('canary', { stream }))
  expect((await requests()).map(({ labels }) => labels)).toEqual([{ ...ended, outcome: 'failure', code: 'engine_crashed' }])
})

test('a client that left is counted as cancelled', async () => {
  const { app, requests } = counting({ chat: chatWith(yieldForever) })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const response = await askOver(url, '/v1/chat/completions', { stream: true })
  await response.body?.cancel()
  await app.drain(1000)
  expect((await requests()).map(({ labels }) => labels)).toEqual([{ ...ended, outcome: 'cancelled', code: 'request_cancelled' }])
  await app.close()
})

test('what clients make up never becomes a label', async () => {
  const { app, requests } = counting()
  for (const name of ['a', 'b', 'c']) {
    await app.inject(chat(name))
    await app.inject(`/${name}`)
    await app.inject(`/v1/models/${name}`)
    await app.inject('/v1/models/%zz')
  }
  const rows = (await requests()).map(({ labels: { route, model, code }, value }) => [route, model, code, value])
  expect(rows.toSorted()).toEqual([
    ['/v1/chat/completions', 'none', 'model_not_found', 3],
    ['/v1/models/:id', 'none', 'model_not_found', 3],
    ['none', 'none', 'invalid_request', 3],
    ['none', 'none', 'route_not_found', 3],
  ])
})

test('the task of a request comes from the router', async () => {
  const { app, tell, requests } = counting()
  const chatting = app.inject({ ...chat(), headers: { 'x-request-id': 'id-1' } })
  await new Promise(setImmediate)
  tell({ type: 'request-queued', requestId: 'id-1', model: 'canary', task: 'general_reasoning', waiting: 0 })
  await chatting
  expect((await requests()).map(({ labels }) => labels)).toEqual([{ ...ended, task: 'general_reasoning' }])
})

test('gauges show the models as they are at the scrape', async () => {
  const [first] = await createFakeRouter().health()
  const health = async () => [
    { ...first, id: 'canary', state: 'ready', slots: { active: 3, total: 4 }, queue: { waiting: 5, limit: 8 } } as NonNullable<
      typeof first
    >,
  ]
  const { samples } = counting({ health })
  const state = (await samples('honestai_model_state')).filter(({ value }) => value === 1)
  expect(state.map(({ labels }) => labels)).toEqual([{ model: 'canary', state: 'ready' }])
  expect((await samples('honestai_slots')).map(({ labels, value }) => [labels.state, value])).toEqual([
    ['active', 3],
    ['idle', 1],
  ])
  expect([await samples('honestai_queued_requests'), await samples('honestai_queue_limit')].flat().map(({ value }) => value)).toEqual([
    5, 8,
  ])
})

test('metrics ask for a key where there are keys, and say what they are', async () => {
  const key = 'key-of-anna-0123456789'
  const apiKeys = { digests: [digestOfKey(key)], worldReadable: false }
  const app = serverWith({}, { apiKeys })
  expect((await app.inject('/metrics')).statusCode).toBe(401)
  const { statusCode, headers } = await app.inject({ url: '/metrics', headers: { authorization: `Bearer ${key}` } })
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
})
