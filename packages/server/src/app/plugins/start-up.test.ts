import { canaryConfig, digestOfKey } from '@honestai/core'
import { expect, test } from 'vitest'
import { createFakeRouter } from '../../testing/fake-router.ts'
import { buildServer } from '../build-server.ts'

const key = 'key-of-anna-0123456789'

test('until it has started, probes tell so and requests are refused with when to come again; then both are answered', async () => {
  const started = Promise.withResolvers<void>()
  let readiness: Awaited<ReturnType<ReturnType<typeof createFakeRouter>['readiness']>> = { ready: false, reason: 'The server is starting.' }
  const router = createFakeRouter({ readiness: async () => readiness })
  const apiKeys = { digests: [digestOfKey(key)], worldReadable: false }
  const app = buildServer({ router, config: canaryConfig(), apiKeys, started: started.promise })
  const ask = (url: string) => app.inject({ url, headers: { authorization: `Bearer ${key}` } })

  expect((await ask('/livez')).statusCode).toBe(200)
  expect((await ask('/docs/errors')).statusCode).toBe(200)
  expect((await ask('/metrics')).statusCode).toBe(200)
  const readyz = await ask('/readyz')
  expect([readyz.statusCode, readyz.json()]).toEqual([503, { status: 'not-ready', reason: 'The server is starting.' }])
  expect((await ask('/health')).json()).toMatchObject({ status: 'not-ready', reason: 'The server is starting.', models: [] })
  const early = await ask('/v1/models')
  expect([early.statusCode, early.json().error]).toEqual([503, expect.objectContaining({ code: 'starting_up', retryable: true })])
  expect(early.headers).toMatchObject({ 'retry-after': '2', 'x-should-retry': 'true' })
  expect((await app.inject('/v1/models')).statusCode).toBe(401)

  started.resolve()
  readiness = { ready: true }
  await started.promise
  for (const url of ['/livez', '/readyz', '/v1/models']) expect((await ask(url)).statusCode, url).toBe(200)
  expect((await ask('/health')).json().models).toHaveLength(2)
})
