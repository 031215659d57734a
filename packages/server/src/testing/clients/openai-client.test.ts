import { canaryConfig, routerError } from '@honestai/core'
import OpenAI, { APIError } from 'openai'
import { expect, onTestFinished, test } from 'vitest'
import { buildServer } from '../../app/build-server.ts'
import { chatWith, createFakeRouter, fakeEvents } from '../fake-router.ts'

const messages = [{ role: 'user' as const, content: 'What is the capital of France?' }]

async function clientOf(router = createFakeRouter()): Promise<OpenAI> {
  const app = buildServer({ router, config: canaryConfig() })
  onTestFinished(() => app.close())
  return new OpenAI({ baseURL: `${await app.listen({ port: 0, host: '127.0.0.1' })}/v1`, apiKey: 'any' })
}

test('the official client chats', async () => {
  const client = await clientOf()
  const completion = await client.chat.completions.create({ model: 'canary', messages })
  expect(completion.choices[0]?.message.content).toBe('Paris.')
  expect(completion.usage?.total_tokens).toBe(15)
  expect(completion._request_id).toMatch(/^req_/)
})

test('the official client streams, and its helper gathers the whole', async () => {
  const client = await clientOf()
  const stream = client.chat.completions.stream({ model: 'canary', messages, stream_options: { include_usage: true } })
  expect(await stream.finalContent()).toBe('Paris.')
  expect(await stream.totalUsage()).toMatchObject({ prompt_tokens: 12, completion_tokens: 3 })
})

test('the official client embeds, in its default form and as numbers', async () => {
  const client = await clientOf()
  const ask = { model: 'canary-embedding', input: ['a', 'b'] }
  const byDefault = await client.embeddings.create(ask)
  const asNumbers = await client.embeddings.create({ ...ask, encoding_format: 'float' })
  expect(byDefault.data.map(({ embedding }) => embedding)).toEqual(Array(2).fill([0.5, -0.5, 0.25, 1]))
  expect(asNumbers.data).toEqual(byDefault.data)
})

test('the official client lists models and retrieves one', async () => {
  const client = await clientOf()
  expect((await Array.fromAsync(client.models.list())).map(({ id }) => id)).toEqual(['canary', 'canary-embedding'])
  expect(await client.models.retrieve('canary')).toMatchObject({ id: 'canary', owned_by: 'local' })
})

test('the official client throws its own errors with our code', async () => {
  const client = await clientOf()
  await expect(client.chat.completions.create({ model: 'gpt-4', messages })).rejects.toMatchObject({
    status: 404,
    code: 'model_not_found',
    param: 'model',
    requestID: expect.stringMatching(/^req_/),
  })
})

test.each([
  { error: routerError('overloaded', { model: 'canary', waiting: 128, retryAfterSeconds: 1 }), attempts: 2 },
  { error: routerError('model_exceeds_memory_budget', { model: 'canary', neededBytes: 2, budgetBytes: 1 }), attempts: 1 },
])('the official client tries $error.code $attempts times, as the server says', async ({ error, attempts }) => {
  let tried = 0
  const chat = chatWith(async function* () {
    tried += 1
    if (tried === 1) throw error
    yield* fakeEvents
  })
  const client = await clientOf(createFakeRouter({ chat }))
  const outcome = await client.chat.completions.create({ model: 'canary', messages }).catch((thrown) => thrown)
  expect(tried).toBe(attempts)
  if (attempts === 1) expect(outcome).toMatchObject({ status: error.status, code: error.code })
  else expect(outcome.choices[0].message.content).toBe('Paris.')
})

test('the official client throws when a stream that began breaks', async () => {
  const client = await clientOf(
    createFakeRouter({
      chat: chatWith(async function* () {
        yield { type: 'text-delta', text: 'Par' }
        throw routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' })
      }),
    }),
  )
  const stream = await client.chat.completions.create({ model: 'canary', messages, stream: true })
  const error = await Array.fromAsync(stream).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(APIError)
  expect(error).toMatchObject({ code: 'engine_crashed' })
})
