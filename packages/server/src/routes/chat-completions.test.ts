import { type ChatEvent, canaryConfig, type Router, routerError } from '@honestai/core'
import { expect, onTestFinished, test } from 'vitest'
import { buildServer } from '../build-server.ts'
import { chatWith, createFakeRouter, yieldForever } from '../fake-router.ts'

const crash = routerError('engine_crashed', { model: 'canary', reason: 'Its process was ended by SIGKILL.' })
const serverWith = (overrides: Partial<Router> = {}) => buildServer({ router: createFakeRouter(overrides), config: canaryConfig() })
const hello = { model: 'canary', messages: [{ role: 'user', content: 'Hi.' }] }
const ask = (app: ReturnType<typeof serverWith>, fields: object) =>
  app.inject({ method: 'POST', url: '/v1/chat/completions', body: { ...hello, ...fields } })

async function listening(overrides: Partial<Router>): Promise<string> {
  const app = serverWith(overrides)
  onTestFinished(() => app.close())
  return app.listen({ port: 0, host: '127.0.0.1' })
}

async function* textThenCrash(): AsyncGenerator<ChatEvent> {
  yield { type: 'text-delta', text: 'Par' }
  throw crash
}

test('a chat is answered', async () => {
  const response = await ask(serverWith(), {})
  expect(response.statusCode).toBe(200)
  expect(response.json()).toMatchObject({ model: 'canary', choices: [{ message: { content: 'Paris.' } }], usage: { total_tokens: 15 } })
})

test('a stream is a sequence of data lines and [DONE]', async () => {
  const { headers, body } = await ask(serverWith(), { stream: true })
  expect(headers['content-type']).toBe('text/event-stream; charset=utf-8')
  expect(body).toMatch(/^(data: \{.*\}\n\n){4}data: \[DONE\]\n\n$/)
})

test('an unknown field is named in both forms of the answer', async () => {
  const warnings = ['The field "colour" is unknown and was ignored.']
  expect((await ask(serverWith(), { colour: 'red' })).json().honestai).toEqual({
    model: 'canary',
    reason: 'named by the request',
    warnings,
  })
  expect((await ask(serverWith(), { colour: 'red', stream: true })).body).toContain(JSON.stringify(warnings))
})

test.each([false, true])('an error before the first event has its own status (stream: %o)', async (stream) => {
  const app = serverWith({
    chat: chatWith(async function* () {
      yield* []
      throw crash
    }),
  })
  const response = await ask(app, { stream })
  expect([response.statusCode, response.json()]).toEqual([503, crash.toBody()])
})

test('an error after the stream began is its last event, and no [DONE] follows', async () => {
  const { statusCode, body } = await ask(serverWith({ chat: chatWith(textThenCrash) }), { stream: true })
  expect(statusCode).toBe(200)
  expect(body).toContain('"content":"Par"')
  expect(body.endsWith(`event: error\ndata: ${JSON.stringify(crash.toBody())}\n\n`)).toBe(true)
  expect(body).not.toContain('[DONE]')
})

test('an unforeseen error after the stream began shows nothing of itself', async () => {
  const chat = chatWith(async function* () {
    yield { type: 'text-delta', text: 'Par' }
    throw new Error('the password is swordfish')
  })
  const { body } = await ask(serverWith({ chat }), { stream: true })
  expect(body).toContain('"code":"internal_error"')
  expect(body).not.toContain('swordfish')
})

test.each([
  { phase: 'while it waits for a whole answer', stream: false, chat: yieldForever },
  { phase: 'while it reads a stream', stream: true, chat: yieldForever },
  { phase: 'while it waits for the first event', stream: true, chat: silence },
])('a client that leaves $phase aborts its generation', async ({ stream, chat }) => {
  const aborted = Promise.withResolvers<unknown>()
  const started = Promise.withResolvers<void>()
  const url = await listening({
    chat: chatWith((signal) => {
      signal?.addEventListener('abort', () => aborted.resolve(signal.reason))
      started.resolve()
      return chat(signal)
    }),
  })
  const client = new AbortController()
  const body = JSON.stringify({ ...hello, stream })
  const headers = { 'content-type': 'application/json' }
  const response = fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body, signal: client.signal })
  response.catch(() => undefined)
  await started.promise
  if (stream && chat === yieldForever) await (await response).body?.getReader().read()
  client.abort()
  expect(await aborted.promise).toMatchObject({ code: 'request_cancelled' })
})

test('a client that stops reading stops its generation', async () => {
  let made = 0
  const text = 'x'.repeat(64 * 1024)
  const url = await listening({
    chat: chatWith(async function* () {
      for (; made < 10_000; made++) yield { type: 'text-delta', text }
    }),
  })
  const body = JSON.stringify({ ...hello, stream: true })
  const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  await new Promise((resolve) => setTimeout(resolve, 300))
  const before = made
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(made).toBe(before)
  expect(made).toBeLessThan(1000)
  await response.body?.cancel()
})

async function* silence(signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
  await new Promise((resolve) => signal?.addEventListener('abort', resolve))
  throw routerError('request_cancelled', {})
}
