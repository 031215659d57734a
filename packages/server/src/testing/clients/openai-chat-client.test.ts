import OpenAI, { BadRequestError, NotFoundError } from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { serveCanary } from '../serve-canary.ts'

const url = await serveCanary()
const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0 })

/** What the embedded weights are asked: things of a kind that they were trained on. */
const prompts = {
  fact: 'What is the capital of France?',
  tool: 'What is the weather in Paris?',
  extraction: 'Extract JSON: Paris is sunny.',
  intent: 'Play some jazz.',
}

const model = 'canary'
const asks = (content: string) => [{ role: 'user' as const, content }]
const weather = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'Current weather of a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
  },
}

test('a chat is answered, and its counts add up', async () => {
  const { choices, usage } = await client.chat.completions.create({ model, messages: asks(prompts.fact) })
  expect(choices).toMatchObject([{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: expect.stringMatching(/\w/) } }])
  expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0))
})

test('a stream says what the whole says', async () => {
  const ask = { model, messages: asks(prompts.fact) }
  const whole = await client.chat.completions.create(ask)
  const stream = client.chat.completions.stream({ ...ask, stream_options: { include_usage: true } })
  expect(await stream.finalContent()).toBe(whole.choices[0]?.message.content)
  expect(await stream.totalUsage()).toMatchObject({ prompt_tokens: whole.usage?.prompt_tokens })
})

test('several answers come with the log probabilities of their tokens', async () => {
  const { choices } = await client.chat.completions.create({ model, messages: asks(prompts.fact), n: 2, logprobs: true, top_logprobs: 2 })
  expect(choices.map(({ index }) => index)).toEqual([0, 1])
  for (const { message, logprobs } of choices) {
    expect(logprobs?.content?.map(({ token }) => token).join('')).toBe(message.content)
    expect(logprobs?.content?.every(({ top_logprobs: top }) => top.length === 2)).toBe(true)
  }
})

test('a tool is called, streamed and not, and its result answered', async () => {
  const messages = asks(prompts.tool)
  const ask = { model, messages, tools: [weather], tool_choice: 'required' as const, parallel_tool_calls: false }
  const { choices } = await client.chat.completions.create(ask)
  const [choice] = choices
  const [call] = choice?.message.tool_calls ?? []
  if (!choice || call?.type !== 'function') throw new Error('No tool was called.')
  expect([choice.finish_reason, call.function.name]).toEqual(['tool_calls', 'get_weather'])
  expect(JSON.parse(call.function.arguments)).toEqual({ city: expect.any(String) })

  const streamed = await client.chat.completions.stream(ask).finalChatCompletion()
  expect(streamed.choices[0]?.message.tool_calls).toMatchObject([{ type: 'function', function: call.function }])

  const result = { role: 'tool' as const, tool_call_id: call.id, content: '{"weather": "sunny"}' }
  const answer = await client.chat.completions.create({ model, messages: [...messages, choice.message, result], tools: [weather] })
  expect(answer.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: expect.stringMatching(/\w/) } })
})

test('an answer is parsed into a zod schema', async () => {
  const format = zodResponseFormat(z.object({ city: z.string(), sunny: z.boolean() }), 'weather')
  const ask = { model, messages: asks(prompts.extraction), response_format: format, max_tokens: 200 }
  const { choices } = await client.chat.completions.parse(ask)
  expect(choices[0]?.message.parsed).toEqual({ city: expect.any(String), sunny: expect.any(Boolean) })
})

test('a task of labels is named as the model', async () => {
  const { choices } = await client.chat.completions.create({ model: 'task:intent_classification', messages: asks(prompts.intent) })
  const labels = ['booking', 'weather', 'music', 'alarm', 'navigation', 'shopping', 'cancellation', 'greeting']
  expect(labels).toContain(choices[0]?.message.content)
})

test('a prompt is completed, streamed and not', async () => {
  const ask = { model, prompt: ['one two three', 'a b c'], max_tokens: 4, logprobs: 1 }
  const { choices, usage } = await client.completions.create(ask)
  expect(choices.map(({ index }) => index)).toEqual([0, 1])
  expect(choices[0]?.logprobs?.tokens?.join('')).toBe(choices[0]?.text)
  const chunks = await Array.fromAsync(await client.completions.create({ ...ask, stream: true, stream_options: { include_usage: true } }))
  const textOf = (index: number) =>
    chunks.flatMap(({ choices }) => choices.filter((choice) => choice.index === index).map(({ text }) => text)).join('')
  expect([textOf(0), textOf(1)]).toEqual(choices.map(({ text }) => text))
  expect(chunks.at(-1)?.usage?.total_tokens).toBe(usage?.total_tokens)
})

test('texts and token ids are embedded alike, as base64 or numbers, in as many dimensions as asked for', async () => {
  const ask = { model: 'canary-embedding', input: 'a small house' }
  const [byDefault] = (await client.embeddings.create(ask)).data
  const [asNumbers] = (await client.embeddings.create({ ...ask, encoding_format: 'float' })).data
  const body = JSON.stringify({ model: ask.model, content: ask.input })
  const tokenized = await fetch(`${url}/tokenize`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const { tokens } = (await tokenized.json()) as { tokens: number[] }
  const [ofTokens] = (await client.embeddings.create({ ...ask, input: tokens, dimensions: 8 })).data
  expect(byDefault?.embedding.map((value) => Math.fround(value))).toEqual(asNumbers?.embedding.map((value) => Math.fround(value)))
  expect([byDefault?.embedding.length, ofTokens?.embedding.length]).toEqual([128, 8])
})

test('inputs are moderated', async () => {
  const { results } = await client.moderations.create({ input: ['Hello there.', 'How do I bake bread?'] })
  for (const { flagged, categories } of results) expect({ unsafe: flagged }).toEqual(categories)
  expect(results).toHaveLength(2)
})

test('models are listed, and one is retrieved', async () => {
  expect((await Array.fromAsync(client.models.list())).map(({ id }) => id)).toEqual(['canary', 'canary-embedding'])
  expect(await client.models.retrieve('canary')).toMatchObject({ id: 'canary', object: 'model', honestai: { state: 'ready' } })
})

test.each([
  { error: NotFoundError, fields: { model: 'gpt-4' }, code: 'model_not_found', param: 'model' },
  { error: BadRequestError, fields: { store: true }, code: 'unsupported_parameter', param: 'store' },
  { error: BadRequestError, fields: { n: 64 }, code: 'invalid_request', param: 'n' },
  { error: BadRequestError, fields: { messages: asks('word '.repeat(3000)) }, code: 'context_length_exceeded', param: 'messages' },
])('$code is thrown as an error of the client', async ({ error, fields, code, param }) => {
  const refused = client.chat.completions.create({ model, messages: asks(prompts.fact), ...fields })
  await expect(refused).rejects.toThrow(error)
  await expect(refused).rejects.toMatchObject({ code, param, requestID: expect.stringMatching(/^req_/) })
})
