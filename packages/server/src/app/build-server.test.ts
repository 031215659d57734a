import { canaryConfig, errorCodes, routerError } from '@honestai/core'
import type { InjectOptions } from 'fastify'
import { expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { serverWith } from '../testing/server-with.ts'

const config = { ...canaryConfig(), server: { ...canaryConfig().server, bodyLimitBytes: 1000 } }
const app = serverWith({}, { config })
const json = { 'content-type': 'application/json' }
const chat = '/v1/chat/completions'
const hello = { model: 'canary', messages: [{ role: 'user', content: 'Hi.' }] }

const failures: { title: string; request: InjectOptions; status: number; code: string; headers?: object }[] = [
  { title: 'an unknown route', request: { url: '/v2/models?key=secret' }, status: 404, code: 'route_not_found' },
  {
    title: 'an unknown route with a broken body',
    request: { method: 'POST', url: '/v2', headers: json, body: '{' },
    status: 404,
    code: 'route_not_found',
  },
  {
    title: 'another method',
    request: { method: 'DELETE', url: chat },
    status: 405,
    code: 'method_not_allowed',
    headers: { allow: 'POST' },
  },
  {
    title: 'another method on a route with a parameter',
    request: { method: 'POST', url: '/v1/models/canary', headers: { 'content-type': 'text/plain' }, body: 'Hi.' },
    status: 405,
    code: 'method_not_allowed',
    headers: { allow: 'GET, HEAD' },
  },
  { title: 'OPTIONS', request: { method: 'OPTIONS', url: chat }, status: 405, code: 'method_not_allowed' },
  { title: 'a model that does not exist', request: { url: '/v1/models/gpt-4' }, status: 404, code: 'model_not_found' },
  { title: 'a very long model id', request: { url: `/v1/models/${'x'.repeat(5000)}` }, status: 404, code: 'model_not_found' },
  { title: 'a URL that cannot be decoded', request: { url: '/v1/models/%zz' }, status: 400, code: 'invalid_request' },
  { title: 'broken JSON', request: { method: 'POST', url: chat, headers: json, body: '{"model":' }, status: 400, code: 'invalid_json' },
  { title: 'an empty body', request: { method: 'POST', url: chat, headers: json, body: '' }, status: 400, code: 'invalid_json' },
  {
    title: 'half of a surrogate pair',
    request: { method: 'POST', url: chat, headers: json, body: '{"model":"fake","messages":[{"role":"user","content":"a\\ud83d"}]}' },
    status: 400,
    code: 'invalid_json',
  },
  { title: 'no body at all', request: { method: 'POST', url: chat }, status: 400, code: 'invalid_json' },
  {
    title: 'bytes that are not UTF-8',
    request: { method: 'POST', url: chat, headers: json, body: Buffer.from([0x22, 0xff, 0x22]) },
    status: 400,
    code: 'invalid_json',
  },
  {
    title: 'a text body',
    request: { method: 'POST', url: chat, headers: { 'content-type': 'text/plain' }, body: 'Hi.' },
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    title: 'a compressed body',
    request: { method: 'POST', url: chat, headers: { ...json, 'content-encoding': 'gzip' }, body: Buffer.from([0x1f, 0x8b]) },
    status: 400,
    code: 'invalid_request',
  },
  {
    title: 'a body over the limit',
    request: { method: 'POST', url: chat, headers: json, body: JSON.stringify({ ...hello, user: 'x'.repeat(1000) }) },
    status: 413,
    code: 'body_too_large',
  },
  {
    title: 'a missing model',
    request: { method: 'POST', url: chat, body: { messages: hello.messages } },
    status: 400,
    code: 'invalid_request',
  },
  {
    title: 'an unsupported parameter',
    request: { method: 'POST', url: chat, body: { ...hello, store: true } },
    status: 400,
    code: 'unsupported_parameter',
  },
]

test.each(failures)('$title is answered with $status $code as JSON', async ({ request, status, code, headers = {} }) => {
  const response = await app.inject(request)
  expect(response.statusCode).toBe(status)
  expect(response.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'x-request-id': expect.any(String),
    ...headers,
  })
  expect(response.json()).toEqual({
    error: {
      message: expect.any(String),
      type: expect.any(String),
      code,
      param: expect.toBeOneOf([null, expect.any(String)]),
      steps: expect.any(Array),
      docs: `/docs/errors#${code}`,
      retryable: false,
    },
  })
  expect(response.body).not.toMatch(/secret|\.ts\b|node_modules/)
})

test('an error that nobody foresaw shows nothing of itself', async () => {
  const broken = serverWith({
    models: () => {
      throw new Error('the password is swordfish')
    },
  })
  const response = await broken.inject('/v1/models')
  expect(response.json()).toEqual(routerError('internal_error', {}).toBody())
})

test('overload says when to come back', async () => {
  const busy = serverWith({
    chat: () => {
      throw routerError('overloaded', { model: 'canary', waiting: 128, retryAfterSeconds: 2 })
    },
  })
  const response = await ask(busy, chat)
  expect(response.statusCode).toBe(503)
  expect(response.headers['retry-after']).toBe('2')
})

test.each([
  { given: 'my-id.1', kept: true },
  { given: 'x'.repeat(65), kept: false },
  { given: 'two words', kept: false },
  { given: '', kept: false },
])('the request id "$given" is kept: $kept', async ({ given, kept }) => {
  const { headers } = await app.inject({ url: '/livez', headers: { 'x-request-id': given } })
  if (kept) expect(headers['x-request-id']).toBe(given)
  else expect(headers['x-request-id']).toMatch(/^req_[\w-]{36}$/)
})

test('models are listed in the shape of OpenAI', async () => {
  const model = { id: 'canary', object: 'model', created: expect.any(Number), owned_by: 'local', honestai: { abilities: ['chat'] } }
  expect((await app.inject('/v1/models')).json()).toMatchObject({ object: 'list', data: [model, { id: 'canary-embedding' }] })
  expect((await app.inject('/v1/models/canary')).json()).toMatchObject(model)
})

test('the docs page has a section for every code', async () => {
  const { body, headers } = await app.inject('/docs/errors')
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  for (const code of Object.keys(errorCodes)) expect(body).toContain(`<section id="${code}">`)
  expect(body).not.toMatch(/<script|<link|src=|url\(|@import/)
})
