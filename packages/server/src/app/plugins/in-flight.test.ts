import { canaryConfig } from '@honestai/core'
import { expect, onTestFinished, test } from 'vitest'
import { chatWith, createFakeRouter, fakeEvents, yieldForever } from '../../testing/fake-router.ts'
import { buildServer } from '../build-server.ts'

async function listening(chat: ReturnType<typeof chatWith>) {
  const app = buildServer({ router: createFakeRouter({ chat }), config: canaryConfig() })
  onTestFinished(() => app.close())
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const ask = (stream: boolean) =>
    fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'canary', messages: [{ role: 'user', content: 'Hi.' }], stream }),
    })
  return { app, url, ask }
}

test('an idle server drains at once', async () => {
  const { app } = await listening(chatWith(yieldForever))
  expect(await app.drain(10_000)).toBe(0)
})

test('a client that left is not waited for', async () => {
  const { app, ask } = await listening(chatWith(yieldForever))
  const response = await ask(true)
  await response.body?.cancel()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await app.drain(10_000)).toBe(0)
})

test('while it drains, running requests finish, new ones are refused, probes are answered', async () => {
  const gate = Promise.withResolvers<void>()
  const started = Promise.withResolvers<void>()
  const { app, url, ask } = await listening(
    chatWith(async function* () {
      started.resolve()
      await gate.promise
      yield* fakeEvents
    }),
  )
  const running = ask(false)
  await started.promise
  const drained = app.drain(10_000)

  const refused = await ask(false)
  expect([refused.status, await refused.json()]).toEqual([503, { error: expect.objectContaining({ code: 'shutting_down' }) }])
  expect(refused.headers.get('connection')).toBe('close')
  const readyz = await fetch(`${url}/readyz`)
  expect([readyz.status, await readyz.json()]).toEqual([503, { status: 'not-ready', reason: 'The server is shutting down.' }])
  expect((await fetch(`${url}/livez`)).status).toBe(200)

  gate.resolve()
  expect((await running).status).toBe(200)
  expect(await drained).toBe(0)
})

test('at the deadline, what still runs is told why it ends', async () => {
  const { app, ask } = await listening(chatWith(yieldForever))
  const stream = await ask(true)
  const whole = ask(false)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await app.drain(50)).toBe(2)
  expect(await stream.text()).toMatch(/event: error\ndata: \{"error":\{.*"code":"shutting_down".*\n\n$/)
  expect((await whole).status).toBe(503)
})
