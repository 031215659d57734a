import { canaryConfig, digestOfKey } from '@honestai/core'
import type { InjectOptions } from 'fastify'
import { expect, test } from 'vitest'
import { chatWith, createFakeRouter, fakeEvents, yieldEvents } from '../../testing/fake-router.ts'
import { buildServer } from '../build-server.ts'

const friend = 'https://chat.example.org'
const config = { ...canaryConfig(), server: { ...canaryConfig().server, allowedOrigins: [friend, 'tauri://localhost'] } }
let chats = 0
const router = createFakeRouter({
  chat: chatWith(() => {
    chats++
    return yieldEvents(fakeEvents)
  }),
})
const app = buildServer({ router, config, apiKeys: { digests: [], worldReadable: false } })

const body = { model: 'canary', messages: [{ role: 'user', content: 'Hi.' }] }
const host = 'localhost:8080'
const chat = (headers: Record<string, string>): InjectOptions => ({
  method: 'POST',
  url: '/v1/chat/completions',
  headers: { host, 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

test.each([
  { title: 'another site', request: chat({ origin: 'https://evil.example' }) },
  { title: 'a sandboxed frame or a file', request: chat({ origin: 'null' }) },
  { title: 'another port of this machine', request: chat({ origin: 'http://localhost:3000' }) },
  { title: 'a name that begins like an allowed one', request: chat({ origin: `${friend}.evil.example` }) },
  { title: 'an allowed host over http', request: chat({ origin: 'http://chat.example.org' }) },
  { title: 'two origins', request: chat({ origin: `${friend}, https://evil.example` }) },
  { title: 'a form, which is sent without asking first', request: chat({ origin: 'https://evil.example', 'content-type': 'text/plain' }) },
  { title: 'an image', request: { url: '/v1/models', headers: { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } } },
  {
    title: 'a frame',
    request: {
      url: '/docs/errors',
      headers: { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    },
  },
  {
    title: 'a preflight',
    request: {
      method: 'OPTIONS',
      url: '/v1/chat/completions',
      headers: { host, origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    },
  },
] satisfies { title: string; request: InjectOptions }[])('$title is refused before anything is done', async ({ request }) => {
  const before = chats
  const response = await app.inject(request)
  expect([response.statusCode, response.json().error.code]).toEqual([403, 'origin_not_allowed'])
  expect(response.headers['access-control-allow-origin']).toBeUndefined()
  expect(chats).toBe(before)
})

test.each([
  { title: 'no browser', headers: {} },
  { title: 'its own page', headers: { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' } },
  { title: 'its own page behind TLS', headers: { origin: `https://${host}` } },
])('$title may ask, and gets no CORS headers', async ({ headers }) => {
  const response = await app.inject(chat(headers))
  expect(response.statusCode).toBe(200)
  expect(response.headers['access-control-allow-origin']).toBeUndefined()
  expect(response.headers.vary).toBe('Origin')
})

test('a link on another site leads to a page', async () => {
  const headers = { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  expect((await app.inject({ url: '/docs/errors', headers })).statusCode).toBe(200)
})

test.each([friend, 'tauri://localhost'])(
  '%s, which the config names, may ask and read the answer, errors and streams included',
  async (origin) => {
    const readable = {
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'X-Request-Id, Retry-After, X-Should-Retry',
      vary: 'Origin',
    }
    const answer = await app.inject(chat({ origin, 'sec-fetch-site': 'cross-site' }))
    expect([answer.statusCode, answer.headers]).toEqual([200, expect.objectContaining(readable)])
    const stream = await app.inject({ ...chat({ origin }), body: JSON.stringify({ ...body, stream: true }) })
    expect([stream.statusCode, stream.headers]).toEqual([200, expect.objectContaining(readable)])
    const missing = await app.inject({ url: '/v2', headers: { host, origin } })
    expect([missing.statusCode, missing.headers]).toEqual([404, expect.objectContaining(readable)])
  },
)

test('the preflight of an allowed page is answered, although it never carries a key', async () => {
  const apiKeys = { digests: [digestOfKey('key-of-anna-0123456789')], worldReadable: false }
  const locked = buildServer({ router, config, apiKeys })
  const preflight = {
    origin: friend,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  }
  const response = await locked.inject({ method: 'OPTIONS', url: '/v1/chat/completions', headers: { host, ...preflight } })
  expect([response.statusCode, response.body]).toEqual([204, ''])
  expect(response.headers).toMatchObject({
    'access-control-allow-origin': friend,
    'access-control-allow-methods': expect.stringContaining('POST'),
    'access-control-allow-headers': 'authorization,content-type',
  })
  const asked = await locked.inject(chat({ origin: friend }))
  expect([asked.statusCode, asked.headers['access-control-allow-origin']]).toEqual([401, friend])
})

test('every answer forbids pages to embed or reinterpret it', async () => {
  expect((await app.inject({ url: '/livez', headers: { host } })).headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
  })
})
