import { canaryConfig, type ModelHealth, routerError } from '@honestai/core'
import { expect, test } from 'vitest'
import { ask } from '../../testing/ask.ts'
import { createFakeRouter } from '../../testing/fake-router.ts'
import { serverWith } from '../../testing/server-with.ts'

const _config = canaryConfig()
const [first] = await createFakeRouter().health()
const failed = {
  ...first,
  state: 'failed',
  error: routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' }).toBody().error,
} as ModelHealth

test('a server whose models can serve is live, ready and healthy', async () => {
  const app = serverWith()
  expect((await app.inject('/livez')).json()).toEqual({ status: 'ok' })
  expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready' })
  expect((await app.inject('/health')).json()).toEqual({
    status: 'ready',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    models: await createFakeRouter().health(),
    recentErrors: [],
  })
})

test('the last errors of the server are shown with their steps, those of callers are not', async () => {
  const crash = routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' })
  const app = serverWith({
    chat: () => {
      throw crash
    },
  })
  for (const messages of ['my secret', [{ role: 'user', content: 'Hi.' }]]) {
    await ask(app, '/v1/chat/completions', { messages })
  }
  const { code, message, steps } = crash.toBody().error
  expect((await app.inject('/health')).json().recentErrors).toEqual([{ at: expect.any(String), code, message, steps }])
})

test('a server that cannot serve is live, not ready, and says why', async () => {
  const app = serverWith({ readiness: async () => ({ ready: false, reason: 'Loading canary.' }) })
  expect((await app.inject('/livez')).statusCode).toBe(200)
  const readyz = await app.inject('/readyz')
  expect([readyz.statusCode, readyz.json()]).toEqual([503, { status: 'not-ready', reason: 'Loading canary.' }])
  const health = await app.inject('/health')
  expect([health.statusCode, health.json()]).toEqual([200, expect.objectContaining({ status: 'not-ready', reason: 'Loading canary.' })])
})

test('one failed model makes a ready server degraded', async () => {
  const app = serverWith({ health: async () => [failed] })
  expect((await app.inject('/health')).json()).toMatchObject({
    status: 'degraded',
    models: [{ state: 'failed', error: { code: 'engine_crashed' } }],
  })
})

test('probing loads nothing', async () => {
  const forbid = () => {
    throw new Error('A probe loaded a model.')
  }
  const app = serverWith({ load: forbid, chat: forbid, embed: forbid })
  for (const url of ['/livez', '/readyz', '/health', '/v1/models']) expect((await app.inject(url)).statusCode).toBe(200)
})
