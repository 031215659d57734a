import { canaryConfig } from '@honestai/core'
import { afterEach, expect, test, vi } from 'vitest'
import { pingIntervalMs } from '../../chat/server-sent-events.ts'
import { ask } from '../../testing/ask.ts'
import { chatWith, fakeEvents, yieldEvents } from '../../testing/fake-router.ts'
import { serverWith } from '../../testing/server-with.ts'

const decision = { model: 'canary', reason: 'named by the request' } as const

afterEach(() => void vi.useRealTimers())

test('messages may be left out where the request says so, and the answer names them and unknown fields', async () => {
  const dropped = [{ index: 0, role: 'user' as const, tokens: 5 }]
  const asked: unknown[] = []
  const app = serverWith({
    chat: (target, request, options) => {
      asked.push(options?.truncation)
      return chatWith(() => yieldEvents(fakeEvents), { dropped })(target, request, options)
    },
  })
  const honestai = { ...decision, dropped, warnings: ['The field "colour" is unknown and was ignored.'] }
  const fields = { truncation: 'auto', colour: 'red' }
  expect((await ask(app, '/v1/responses', fields)).json()).toMatchObject({ truncation: 'auto', honestai })
  expect((await ask(app, '/v1/responses', { ...fields, stream: true })).body).toContain(JSON.stringify(honestai))
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
  const answer = ask(serverWith({ chat: chatWith(events) }), '/v1/responses', { stream: true })
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
  expect((await ask(serverWith(), '/v1/responses', { input: [] })).json().error).toMatchObject({ code: 'invalid_request', param: 'input' })
})

async function chainOf(app: ReturnType<typeof serverWith>, length: number): Promise<string[]> {
  const ids: string[] = []
  while (ids.length < length) {
    const previous = ids.at(-1)
    ids.push(
      (await ask(app, '/v1/responses', { input: `turn ${ids.length}`, ...(previous && { previous_response_id: previous }) })).json().id,
    )
  }
  return ids
}

test('a conversation is sent and listed whole, though each response is kept with its own turn alone', async () => {
  const asked: string[][] = []
  const app = serverWith({
    chat: (target, request) => {
      asked.push(request.messages.map(({ content }) => content))
      return chatWith(() => yieldEvents(fakeEvents))(target, request)
    },
  })
  const ids = await chainOf(app, 3)
  expect(asked.at(-1)).toEqual(['turn 0', 'Paris.', 'turn 1', 'Paris.', 'turn 2'])
  const { data } = (await app.inject({ url: `/v1/responses/${ids[2]}/input_items?order=asc` })).json()
  expect(data).toHaveLength(5)
})

test('a conversation takes memory once for each of its turns', async () => {
  const long = 'x'.repeat(20_000)
  const config = canaryConfig()
  const server = { ...config.server, maxStoredResponsesBytes: 500_000 }
  const app = serverWith({}, { config: { ...config, server } })
  let previous: string | undefined
  for (let turn = 0; turn < 20; turn++) {
    const response = await ask(app, '/v1/responses', { input: long, ...(previous && { previous_response_id: previous }) })
    expect(response.statusCode).toBe(200)
    previous = response.json().id
  }
})

test('a conversation of which a response was deleted cannot go on, and the error names that response', async () => {
  const app = serverWith()
  const [first, , last] = await chainOf(app, 3)
  await app.inject({ method: 'DELETE', url: `/v1/responses/${first}` })
  const { error } = (await ask(app, '/v1/responses', { previous_response_id: last })).json()
  expect(error).toMatchObject({ code: 'previous_response_not_found', message: expect.stringContaining(String(first)) })
  expect((await app.inject({ url: `/v1/responses/${last}/input_items` })).json().error.code).toBe('response_not_found')
})

test.each([
  { limits: { maxInputs: 4 }, setting: 'server.maxInputs' },
  { limits: { maxMessages: 4 }, setting: 'server.maxMessages' },
])('earlier turns count towards $setting', async ({ limits, setting }) => {
  const config = canaryConfig()
  const app = serverWith({}, { config: { ...config, server: { ...config.server, ...limits } } })
  const [, second] = await chainOf(app, 2)
  const { error } = (await ask(app, '/v1/responses', { previous_response_id: second })).json()
  expect(error).toMatchObject({ code: 'too_many_items', param: 'input' })
  expect(error.steps.join(' ')).toContain(setting)
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
  const { id } = (await ask(app, '/v1/responses')).json()
  const response = await app.inject({ url: `/v1/responses/${id}?stream=true` })
  expect(response.json().error).toMatchObject({ code: 'unsupported_parameter', param: 'stream' })
})

test('input items come newest first by default, page by page', async () => {
  const app = serverWith()
  const input = ['a', 'b', 'c'].map((content, index) => ({ id: `msg_${index}`, role: 'user', content }))
  const { id } = (await ask(app, '/v1/responses', { input })).json()
  const idsOf = async (query: string) => {
    const { data, has_more: hasMore } = (await app.inject({ url: `/v1/responses/${id}/input_items?${query}` })).json()
    return { ids: data.map((item: { id: string }) => item.id), hasMore }
  }
  expect(await idsOf('limit=2')).toEqual({ ids: ['msg_2', 'msg_1'], hasMore: true })
  expect(await idsOf('limit=2&after=msg_1')).toEqual({ ids: ['msg_0'], hasMore: false })
  expect(await idsOf('order=asc')).toEqual({ ids: ['msg_0', 'msg_1', 'msg_2'], hasMore: false })
})
