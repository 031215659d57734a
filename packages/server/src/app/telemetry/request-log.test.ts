import { Writable } from 'node:stream'
import { canaryConfig, type Router } from '@honestai/core'
import { expect, test } from 'vitest'
import { logOptions } from '../../cli/commands/serve.ts'
import { askOver } from '../../testing/ask.ts'
import { chatWith, createFakeRouter, yieldForever } from '../../testing/fake-router.ts'
import { buildServer } from '../build-server.ts'

const secret = 'my secret prompt'

/** A server that logs into `lines`. */
function logging(router: Router) {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  return { lines, app: buildServer({ router, config: canaryConfig(), logger: { ...logOptions, stream } }) }
}

async function linesOf(request: { url: string; body?: object }, router = createFakeRouter()): Promise<Record<string, unknown>[]> {
  const { lines, app } = logging(router)
  const headers = { 'x-request-id': 'id-1' }
  await app.inject(request.body ? { method: 'POST', headers, ...request } : { headers, ...request })
  await app.close()
  expect(lines.join('')).not.toContain(secret)
  return lines.map((line) => JSON.parse(line))
}

const chat = (fields = {}) => ({
  url: `/v1/chat/completions?key=${encodeURIComponent(secret)}`,
  body: { model: 'canary', messages: [{ role: 'user', content: secret }], ...fields },
})

test.each([false, true])('a chat is one line with model and token counts (stream: %o)', async (stream) => {
  expect(await linesOf(chat({ stream }))).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      requestId: 'id-1',
      event: 'request',
      method: 'POST',
      route: '/v1/chat/completions',
      status: 200,
      durationMs: expect.any(Number),
      model: 'canary',
      promptTokens: 12,
      completionTokens: 3,
      cachedTokens: 4,
      reasoningTokens: 0,
      msg: 'request',
    },
  ])
})

test.each([
  {
    request: { url: `/${secret.replaceAll(' ', '-')}` },
    line: { route: 'none', status: 404, errorCode: 'route_not_found', level: 'info' },
  },
  { request: { url: '/v1/models/%zz' }, line: { route: 'none', status: 400, errorCode: 'invalid_request', requestId: 'id-1' } },
  { request: chat({ audio: { voice: 'alto' } }), line: { status: 400, errorCode: 'unsupported_parameter', level: 'info' } },
])('a refused request is one line with its error code: $line', async ({ request, line }) => {
  expect(await linesOf(request)).toEqual([expect.objectContaining(line)])
})

test.each([false, true])('an unforeseen error leaves its stack in the line of its request (stream: %o)', async (stream) => {
  const router = createFakeRouter({
    chat: chatWith(async function* () {
      yield { type: 'text-delta', text: 'Par' }
      throw new TypeError('x is not a function')
    }),
  })
  expect(await linesOf(chat({ stream }), router)).toEqual([
    expect.objectContaining({
      level: 'error',
      errorCode: 'internal_error',
      err: expect.objectContaining({ stack: expect.stringContaining('TypeError: x is not a function\n    at') }),
    }),
  ])
})

test('a client that left is one line with status 499', async () => {
  const { lines, app } = logging(createFakeRouter({ chat: chatWith(yieldForever) }))
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const response = await askOver(url, '/v1/chat/completions', { stream: true })
  await response.body?.cancel()
  await app.drain(1000)
  await app.close()
  const requests = lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'request')
  expect(requests).toEqual([expect.objectContaining({ route: '/v1/chat/completions', status: 499, model: 'canary', level: 'info' })])
})
