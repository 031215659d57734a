import { canaryConfig, digestOfKey } from '@honestai/core'
import type { InjectOptions } from 'fastify'
import { expect, test } from 'vitest'
import { buildServer } from '../app/build-server.ts'
import { createFakeRouter } from './fake-router.ts'

/** Every route that may answer without a key. One more stands here before it passes; all others must ask for one. */
const open = [
  'GET /',
  'GET /status-page/page.css',
  'GET /status-page/page.js',
  'GET /status-page/read-answer.js',
  'GET /livez',
  'GET /readyz',
  'GET /docs/errors',
  'GET /docs/api',
  'GET /docs/config.schema.json',
  'GET /openapi.json',
]

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
await app.ready()
const routes = app.routeTable.routes
  .filter(({ method }) => method !== 'HEAD')
  .map(({ method, path }) => ({ route: `${method} ${path}`, kind: open.includes(`${method} ${path}`) ? 'open' : 'keyed' }))

test('just these routes say why they are open', () => {
  const reasons = app.routeTable.routes.flatMap(({ method, path, description }) =>
    description?.openBecause && method !== 'HEAD' ? [{ route: `${method} ${path}`, reason: description.openBecause }] : [],
  )
  expect(reasons.map(({ route }) => route).toSorted()).toEqual(open.toSorted())
  for (const { reason } of reasons) expect(reason).toMatch(/^[A-Z].{20,}\.$/)
})

function send(route: string, headers: Record<string, string>, method?: string) {
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

test.each(routes)('$route ($kind) asks for the key, and for the right one', async ({ route, kind }) => {
  for (const [headers, code] of [
    [{}, 'api_key_missing'],
    [{ authorization: 'Bearer wrong-key-0123456789' }, 'api_key_wrong'],
    [{ authorization: `Basic ${key}` }, 'api_key_missing'],
    [{ 'x-api-key': `${key}x` }, 'api_key_wrong'],
  ] as const) {
    const response = await send(route, headers)
    if (kind === 'keyed') expect([response.statusCode, response.body]).toEqual([401, expect.stringContaining(`"${code}"`)])
    else expect(response.statusCode).toBe(200)
  }
  expect((await send(route, right)).statusCode).not.toBe(401)
})

test.each(routes)('$route does nothing for a page that calls the server by a name of its own', async ({ route }) => {
  const response = await send(route, { ...right, host: 'evil.example', origin: 'http://evil.example' })
  expect([response.statusCode, response.body]).toEqual([421, expect.stringContaining('"host_not_allowed"')])
})

test.each(routes)('$route does nothing for a page of another origin, with a key or without', async ({ route }) => {
  for (const headers of [right, {}]) {
    const response = await send(route, { ...headers, origin: 'https://evil.example' })
    expect([response.statusCode, response.body]).toEqual([403, expect.stringContaining('"origin_not_allowed"')])
    expect(response.headers['access-control-allow-origin']).toBeUndefined()
  }
})

test.each(routes)('$route answers the preflight of a page that the config names, and of no other', async ({ route }) => {
  const refused = await send(route, { origin: 'https://evil.example', ...preflight }, 'OPTIONS')
  expect(refused.statusCode).toBe(403)
  const allowed = await send(route, { origin: friend, ...preflight }, 'OPTIONS')
  expect([allowed.statusCode, allowed.headers['access-control-allow-origin']]).toEqual([204, friend])
})

test.each(routes)('$route says no more of a key than that it is wrong', async ({ route }) => {
  const response = await send(route, { authorization: `Bearer ${key}x` })
  expect(response.body + JSON.stringify(response.headers)).not.toContain(key)
})

test('none of the requests that were refused has reached the router', async () => {
  const before = worked
  for (const { route } of routes.filter(({ kind }) => kind === 'keyed')) await send(route, {})
  expect(worked).toBe(before)
})
