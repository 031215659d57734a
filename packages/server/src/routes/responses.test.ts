import { canaryConfig, type Router } from '@honestai/core'
import { afterEach, expect, test, vi } from 'vitest'
import { buildServer } from '../build-server.ts'
import { createFakeRouter, fakeEvents, yieldEvents } from '../fake-router.ts'
import { pingIntervalMs } from '../with-pings.ts'

const decision = { model: 'canary', reason: 'named by the request' } as const
const serverWith = (overrides: Partial<Router> = {}) => buildServer({ router: createFakeRouter(overrides), config: canaryConfig() })
const ask = (app: ReturnType<typeof serverWith>, fields: object) =>
  app.inject({ method: 'POST', url: '/v1/responses', body: { model: 'canary', input: 'Hi.', ...fields } })

afterEach(() => void vi.useRealTimers())

test('messages may be left out where the request says so, and the answer names them and unknown fields', async () => {
  const dropped = [{ index: 0, role: 'user' as const, tokens: 5 }]
  const asked: unknown[] = []
  const app = serverWith({
    chat: (_target, _request, options) => {
      asked.push(options?.truncation)
      return { decision, dropped, events: yieldEvents(fakeEvents) }
    },
  })
  const honestai = { ...decision, dropped, warnings: ['The field "colour" is unknown and was ignored.'] }
  const fields = { truncation: 'auto', colour: 'red' }
  expect((await ask(app, fields)).json()).toMatchObject({ truncation: 'auto', honestai })
  expect((await ask(app, { ...fields, stream: true })).body).toContain(JSON.stringify(honestai))
  expect(asked).toEqual(['auto', 'auto'])
})

test('each event has its name, and a ping fills the time before the first token', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const begun = Promise.withResolvers<void>()
  const prefill = Promise.withResolvers<void>()
  async function* events() {
    begun.resolve()
    await prefill.promise
    yield* fakeEvents
  }
  const answer = ask(serverWith({ chat: () => ({ decision, dropped: [], events: events() }) }), { stream: true })
  await begun.promise
  for (let pings = 0; pings < 2; pings++) {
    await vi.advanceTimersByTimeAsync(pingIntervalMs)
    await new Promise(setImmediate)
  }
  prefill.resolve()
  const { headers, body } = await answer
  expect(headers['content-type']).toBe('text/event-stream; charset=utf-8')
  expect(body).toMatch(/^(: ping\n\n)+(event: ([\w.]+)\ndata: {"type":"\3".*}\n\n)+$/)
})

test('an input without items is refused', async () => {
  expect((await ask(serverWith(), { input: [] })).json().error).toMatchObject({ code: 'invalid_request', param: 'input' })
})

test.each([
  { url: '/v1/responses/resp_1', method: 'GET' as const },
  { url: '/v1/responses/resp_1', method: 'DELETE' as const },
  { url: '/v1/responses/resp_1/input_items', method: 'GET' as const },
])('$method $url of a response that is not there is 404', async (request) => {
  const response = await serverWith().inject(request)
  expect([response.statusCode, response.json().error.code]).toEqual([404, 'response_not_found'])
})

test('a stored response is told whole, never streamed', async () => {
  const app = serverWith()
  const { id } = (await ask(app, {})).json()
  const response = await app.inject({ url: `/v1/responses/${id}?stream=true` })
  expect(response.json().error).toMatchObject({ code: 'unsupported_parameter', param: 'stream' })
})

test('input items come newest first by default, page by page', async () => {
  const app = serverWith()
  const input = ['a', 'b', 'c'].map((content, index) => ({ id: `msg_${index}`, role: 'user', content }))
  const { id } = (await ask(app, { input })).json()
  const idsOf = async (query: string) => {
    const { data, has_more: hasMore } = (await app.inject({ url: `/v1/responses/${id}/input_items?${query}` })).json()
    return { ids: data.map((item: { id: string }) => item.id), hasMore }
  }
  expect(await idsOf('limit=2')).toEqual({ ids: ['msg_2', 'msg_1'], hasMore: true })
  expect(await idsOf('limit=2&after=msg_1')).toEqual({ ids: ['msg_0'], hasMore: false })
  expect(await idsOf('order=asc')).toEqual({ ids: ['msg_0', 'msg_1', 'msg_2'], hasMore: false })
})
