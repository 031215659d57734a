import { canaryConfig } from '@honestai/core'
import { expect, onTestFinished, test } from 'vitest'
import { buildServer } from '../app/build-server.ts'
import { chatWith, createFakeRouter, yieldForever } from '../testing/fake-router.ts'

const asks = [
  { url: '/v1/responses', body: { model: 'canary', input: 'Hi.' } },
  { url: '/v1/messages', body: { model: 'canary', max_tokens: 9, messages: [{ role: 'user', content: 'Hi.' }] } },
]

test.each(asks.flatMap((ask) => [true, false].map((stream) => ({ ...ask, stream }))))(
  'a client of $url that leaves aborts its generation (stream: $stream)',
  async ({ url, body, stream }) => {
    const aborted = Promise.withResolvers<unknown>()
    const started = Promise.withResolvers<void>()
    const chat = chatWith((signal) => {
      signal?.addEventListener('abort', () => aborted.resolve(signal.reason))
      started.resolve()
      return yieldForever(signal)
    })
    const app = buildServer({ router: createFakeRouter({ chat }), config: canaryConfig() })
    onTestFinished(() => app.close())
    const client = new AbortController()
    const response = fetch((await app.listen({ port: 0, host: '127.0.0.1' })) + url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, stream }),
      signal: client.signal,
    })
    response.catch(() => undefined)
    await started.promise
    if (stream) await (await response).body?.getReader().read()
    client.abort()
    expect(await aborted.promise).toMatchObject({ code: 'request_cancelled' })
  },
)
