import { expect, test } from 'vitest'
import { askOver } from '../../testing/ask.ts'
import { chatWith, fakeEvents, yieldForever } from '../../testing/fake-router.ts'
import { listening } from '../../testing/server-with.ts'

const chat = '/v1/chat/completions'

test('an idle server drains at once', async () => {
  const { app } = await listening({ chat: chatWith(yieldForever) })
  expect(await app.drain(10_000)).toBe(0)
})

test('a client that left is not waited for', async () => {
  const { app, url } = await listening({ chat: chatWith(yieldForever) })
  const response = await askOver(url, chat, { stream: true })
  await response.body?.cancel()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await app.drain(10_000)).toBe(0)
})

test('while it drains, running requests finish, new ones are refused, probes are answered', async () => {
  const gate = Promise.withResolvers<void>()
  const started = Promise.withResolvers<void>()
  const { app, url } = await listening({
    chat: chatWith(async function* () {
      started.resolve()
      await gate.promise
      yield* fakeEvents
    }),
  })
  const running = askOver(url, chat, { stream: false })
  await started.promise
  const drained = app.drain(10_000)

  const refused = await askOver(url, chat, { stream: false })
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
  const { app, url } = await listening({ chat: chatWith(yieldForever) })
  const stream = await askOver(url, chat, { stream: true })
  const whole = askOver(url, chat, { stream: false })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await app.drain(50)).toBe(2)
  expect(await stream.text()).toMatch(/event: error\ndata: \{"error":\{.*"code":"shutting_down".*\n\n$/)
  expect((await whole).status).toBe(503)
})
