import { afterEach, expect, test, vi } from 'vitest'
import { pingIntervalMs } from '../../chat/server-sent-events.ts'
import { ask } from '../../testing/ask.ts'
import { chatWith, fakeEvents } from '../../testing/fake-router.ts'
import { serverWith } from '../../testing/server-with.ts'

const decision = { model: 'canary', reason: 'named by the request' } as const
const messages = [{ role: 'user', content: 'Hi.' }]

afterEach(() => void vi.useRealTimers())

test('unknown fields are named in the answer, streamed and not, and beside a count', async () => {
  const warnings = ['The field "colour" is unknown and was ignored.']
  expect((await ask(serverWith(), '/v1/messages', { colour: 'red' })).json().honestai).toEqual({ ...decision, warnings })
  expect((await ask(serverWith(), '/v1/messages', { colour: 'red', stream: true })).body).toContain(JSON.stringify(warnings))
  const counted = (await ask(serverWith(), '/v1/messages/count_tokens', { colour: 'red' })).json()
  expect(counted).toEqual({ input_tokens: 12, honestai: { ...decision, warnings } })
})

test('a ping fills the time before the first token', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const begun = Promise.withResolvers<void>()
  const prefill = Promise.withResolvers<void>()
  async function* events() {
    begun.resolve()
    await prefill.promise
    yield* fakeEvents
  }
  const answer = ask(serverWith({ chat: chatWith(events) }), '/v1/messages', { stream: true })
  await begun.promise
  for (let pings = 0; pings < 2; pings++) {
    await vi.advanceTimersByTimeAsync(pingIntervalMs)
    await new Promise(setImmediate)
  }
  prefill.resolve()
  const names = [...(await answer).body.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name)
  expect(names.join(' ')).toMatch(/^(ping )+message_start ping content_block_start /)
})

test.each([
  {
    why: 'a field of the wrong kind',
    body: JSON.stringify({ model: 'canary', max_tokens: '9', messages }),
    status: 400,
    type: 'invalid_request_error',
  },
  {
    why: 'a turn of the user that says nothing',
    body: JSON.stringify({ model: 'canary', max_tokens: 9, messages: [{ role: 'user', content: [] }] }),
    status: 400,
    type: 'invalid_request_error',
  },
  { why: 'a body that is no JSON', body: '{', status: 400, type: 'invalid_request_error' },
  { why: 'a body that is too large', body: `"${'x'.repeat(9_000_000)}"`, status: 413, type: 'request_too_large' },
])('$why is refused in the shape that clients of this API read', async ({ body, status, type }) => {
  const headers = { 'content-type': 'application/json' }
  const response = await serverWith().inject({ method: 'POST', url: '/v1/messages', headers, body })
  expect(response.statusCode).toBe(status)
  expect(response.json()).toMatchObject({
    type: 'error',
    error: { type, message: expect.any(String), steps: expect.any(Array) },
    request_id: response.headers['request-id'],
  })
})
