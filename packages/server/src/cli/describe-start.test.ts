import { expect, test } from 'vitest'
import { createFakeRouter } from '../testing/fake-router.ts'
import { describeStart } from './describe-start.ts'

test('a start says where, what, and how to try it', async () => {
  expect(await describeStart('http://127.0.0.1:8080', createFakeRouter())).toBe(`HonestAI Local serves on http://127.0.0.1:8080

Models
  canary            chat
  canary-embedding  embed

Try it
  curl http://127.0.0.1:8080/v1/chat/completions \\
    -H 'Content-Type: application/json' \\
    -d '{"model":"canary","messages":[{"role":"user","content":"What is the capital of France?"}]}'
`)
})

test('what deserves attention stands below the models', async () => {
  const text = await describeStart('http://127.0.0.1:8080', createFakeRouter(), { warnings: ['The weights of a are not pinned.'] })
  expect(text).toContain('embed\n\nWarnings\n  The weights of a are not pinned.\n\nTry it\n')
})

test('without a model that chats, the request to paste embeds', async () => {
  const [, embedding] = await createFakeRouter().health()
  const router = createFakeRouter({ health: async () => (embedding ? [embedding] : []) })
  expect(await describeStart('http://127.0.0.1:8080', router)).toContain('/v1/embeddings')
})

test.each([
  { url: 'http://0.0.0.0:1', curl: 'curl http://127.0.0.1:1/' },
  { url: 'http://[::]:1', curl: 'curl http://[::1]:1/' },
])('$url is reached over the loopback', async ({ url, curl }) => {
  expect(await describeStart(url, createFakeRouter())).toContain(curl)
})
