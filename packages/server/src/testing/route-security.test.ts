import { canaryConfig, digestOfKey } from '@honestai/core'
import type { InjectOptions } from 'fastify'
import { expect, test } from 'vitest'
import { buildServer } from '../app/build-server.ts'
import { createFakeRouter } from './fake-router.ts'

/** Every route there is, by whether it may answer without a key. A new route fails the first test until it stands here. */
const classified: Record<string, 'open' | 'keyed'> = {
  'GET /': 'open',
  'GET /status-page/page.css': 'open',
  'GET /status-page/page.js': 'open',
  'GET /status-page/read-answer.js': 'open',
  'GET /livez': 'open',
  'GET /readyz': 'open',
  'GET /docs/errors': 'open',
  'GET /docs/api': 'open',
  'GET /docs/config.schema.json': 'open',
  'GET /openapi.json': 'open',
  'GET /health': 'keyed',
  'GET /metrics': 'keyed',
  'GET /v1/models': 'keyed',
  'GET /v1/models/:id': 'keyed',
  'POST /v1/models/:id/load': 'keyed',
  'POST /v1/models/:id/unload': 'keyed',
  'GET /v1/tasks': 'keyed',
  'POST /v1/tasks/:task': 'keyed',
  'POST /v1/assistant': 'keyed',
  'POST /v1/moderations': 'keyed',
  'POST /v1/chat/completions': 'keyed',
  'POST /v1/completions': 'keyed',
  'POST /v1/embeddings': 'keyed',
  'POST /v1/responses': 'keyed',
  'GET /v1/responses/:id': 'keyed',
  'DELETE /v1/responses/:id': 'keyed',
  'GET /v1/responses/:id/input_items': 'keyed',
  'POST /v1/messages': 'keyed',
  'POST /v1/messages/count_tokens': 'keyed',
  'POST /tokenize': 'keyed',
  'POST /detokenize': 'keyed',
  'POST /apply-template': 'keyed',
}

const key = 'key-of-anna-0123456789'
const friend = 'https://chat.example.org'
const config = { ...canaryConfig(), server: { ...canaryConfig().server, allowedOrigins: [friend] } }
let worked = 0
const count = () => {
  worked++
  throw new Error('A request that must be refused reached the router.')
}
const router = createFakeRouter({ chat: count, embed: count, runTask: count, countTokens: count, load: count, unload: count })
const app = buildServer({ router, config, apiKeys: { digests: [digestOfKey(key)], worldReadable: false } })
const registered: string[] = []
app.addHook('onRoute', ({ method, url }) => {
  for (const name of [method].flat()) if (name !== 'HEAD') registered.push(`${name} ${url}`)
})
await app.ready()

test('every route is classified, and no other', () => {
  expect(registered.toSorted()).toEqual(Object.keys(classified).toSorted())
})

function ask(route: string, headers: Record<string, string>, method?: string) {
  const [own = 'GET', pattern = '/'] = route.split(' ')
  const name = method ?? own
  const url = pattern.replace(/:\w+/g, 'x')
  const body = name === 'POST' && { body: '{}' }
  const options: InjectOptions = {
    method: name as 'GET',
    url,
    headers: { host: 'localhost', 'content-type': 'application/json', ...headers },
    ...body,
  }
  return app.inject(options)
}

const right = { authorization: `Bearer ${key}` }
const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }

const routes = Object.entries(classified).map(([route, kind]) => ({ route, kind }))

test.each(routes)('$route ($kind) asks for the key, and for the right one', async ({ route, kind }) => {
  for (const [headers, code] of [
    [{}, 'api_key_missing'],
    [{ authorization: 'Bearer wrong-key-0123456789' }, 'api_key_wrong'],
    [{ authorization: `Basic ${key}` }, 'api_key_missing'],
    [{ 'x-api-key': `${key}x` }, 'api_key_wrong'],
  ] as const) {
    const response = await ask(route, headers)
    if (kind === 'keyed') expect([response.statusCode, response.body]).toEqual([401, expect.stringContaining(`"${code}"`)])
    else expect(response.statusCode).toBe(200)
  }
  expect((await ask(route, right)).statusCode).not.toBe(401)
})

test.each(routes)('$route does nothing for a page that calls the server by a name of its own', async ({ route }) => {
  const response = await ask(route, { ...right, host: 'evil.example', origin: 'http://evil.example' })
  expect([response.statusCode, response.body]).toEqual([421, expect.stringContaining('"host_not_allowed"')])
})

test.each(routes)('$route does nothing for a page of another origin, with a key or without', async ({ route }) => {
  for (const headers of [right, {}]) {
    const response = await ask(route, { ...headers, origin: 'https://evil.example' })
    expect([response.statusCode, response.body]).toEqual([403, expect.stringContaining('"origin_not_allowed"')])
    expect(response.headers['access-control-allow-origin']).toBeUndefined()
  }
})

test.each(routes)('$route answers the preflight of a page that the config names, and of no other', async ({ route }) => {
  const refused = await ask(route, { origin: 'https://evil.example', ...preflight }, 'OPTIONS')
  expect(refused.statusCode).toBe(403)
  const allowed = await ask(route, { origin: friend, ...preflight }, 'OPTIONS')
  expect([allowed.statusCode, allowed.headers['access-control-allow-origin']]).toEqual([204, friend])
})

test.each(routes)('$route says no more of a key than that it is wrong', async ({ route }) => {
  const response = await ask(route, { authorization: `Bearer ${key}x` })
  expect(response.body + JSON.stringify(response.headers)).not.toContain(key)
})

test('none of the requests that were refused has reached the router', async () => {
  const before = worked
  for (const { route } of routes.filter(({ kind }) => kind === 'keyed')) await ask(route, {})
  expect(worked).toBe(before)
})
