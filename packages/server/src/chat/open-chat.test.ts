import { expect, test } from 'vitest'
import { askOver } from '../testing/ask.ts'
import { chatWith, yieldForever } from '../testing/fake-router.ts'
import { listening } from '../testing/server-with.ts'

test.each(['/v1/responses', '/v1/messages'].flatMap((path) => [true, false].map((stream) => ({ path, stream }))))(
  'a client of $path that leaves aborts its generation (stream: $stream)',
  async ({ path, stream }) => {
    const aborted = Promise.withResolvers<unknown>()
    const started = Promise.withResolvers<void>()
    const chat = chatWith((signal) => {
      signal?.addEventListener('abort', () => aborted.resolve(signal.reason))
      started.resolve()
      return yieldForever(signal)
    })
    const { url } = await listening({ chat })
    const client = new AbortController()
    const response = askOver(url, path, { stream }, client)
    response.catch(() => undefined)
    await started.promise
    if (stream) await (await response).body?.getReader().read()
    client.abort()
    expect(await aborted.promise).toMatchObject({ code: 'request_cancelled' })
  },
)
