import { routerError } from '@honestai/core'
import OpenAI, { APIError, BadRequestError, NotFoundError } from 'openai'
import { zodTextFormat } from 'openai/helpers/zod'
import { toResponseInputItems } from 'openai/lib/responses/ResponseInputItems'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { chatWith } from '../fake-router.ts'
import { serveCanary } from '../serve-canary.ts'
import { listening } from '../server-with.ts'

const client = new OpenAI({ baseURL: `${await serveCanary()}/v1`, apiKey: 'any', maxRetries: 0 })
const model = 'canary'
const input = 'What is the capital of France?'
const weather = {
  type: 'function' as const,
  name: 'get_weather',
  description: 'Current weather of a city.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
  strict: false,
}

test('a response is created', async () => {
  const response = await client.responses.create({ model, input })
  expect(response).toMatchObject({ status: 'completed', output_text: 'The capital of France is Paris.', model })
  expect(response.usage?.total_tokens).toBe((response.usage?.input_tokens ?? 0) + (response.usage?.output_tokens ?? 0))
})

test('a stream says what the whole says, and its events are numbered from 0', async () => {
  const stream = await client.responses.create({ model, input, stream: true })
  const events = await Array.fromAsync(stream)
  expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index))
  const text = events.map((event) => (event.type === 'response.output_text.delta' ? event.delta : '')).join('')
  expect(text).toBe('The capital of France is Paris.')
  expect(events.at(-1)).toMatchObject({ type: 'response.completed', response: { status: 'completed' } })
})

test("the client's own stream helper gathers the whole", async () => {
  const final = await client.responses.stream({ model, input }).finalResponse()
  expect(final.output_text).toBe('The capital of France is Paris.')
})

test('a tool is called, streamed and not, and its result answered', async () => {
  const question = { role: 'user' as const, content: 'What is the weather in Paris?' }
  const streamed = await client.responses.stream({ model, input: [question], tools: [weather] }).finalResponse()
  const { output } = await client.responses.create({ model, input: [question], tools: [weather], tool_choice: 'required' })
  const call = output.find((item) => item.type === 'function_call')
  expect(JSON.parse(call?.arguments ?? '')).toEqual({ city: 'Paris' })
  expect(streamed.output[0]).toMatchObject({ type: 'function_call', name: 'get_weather', arguments: call?.arguments })
  const result = { type: 'function_call_output' as const, call_id: call?.call_id ?? '', output: '{"weather": "sunny"}' }
  const answer = await client.responses.create({ model, input: [question, ...toResponseInputItems(output), result], tools: [weather] })
  expect(answer.output_text).toContain('sunny')
})

test('an answer is parsed into a zod schema', async () => {
  const format = zodTextFormat(z.object({ city: z.string(), sunny: z.boolean() }), 'weather')
  const response = await client.responses.parse({ model, input: 'Extract JSON: Paris is sunny.', text: { format }, max_output_tokens: 200 })
  expect(response.output_parsed).toEqual({ city: expect.any(String), sunny: expect.any(Boolean) })
})

test('a response goes on from an earlier one, whose instructions are not carried over', async () => {
  const first = await client.responses.create({ model, input: 'My stool is blue.', instructions: 'Answer in one line.' })
  const second = await client.responses.create({ model, input: 'What colour is my stool?', previous_response_id: first.id })
  const whole = await client.responses.create({
    model,
    input: [
      { role: 'user', content: 'My stool is blue.' },
      ...toResponseInputItems(first.output),
      { role: 'user', content: 'What colour is my stool?' },
    ],
  })
  expect(second.previous_response_id).toBe(first.id)
  expect(second.usage?.input_tokens).toBe(whole.usage?.input_tokens)
  expect(second.output_text).toBe(whole.output_text)
})

test('a response is retrieved, its input listed, and deleted', async () => {
  const items = [
    { role: 'developer' as const, content: 'Answer in one line.' },
    { role: 'user' as const, content: input },
  ]
  const created = await client.responses.create({ model, input: items })
  expect(await client.responses.retrieve(created.id)).toEqual(created)
  const listed = await Array.fromAsync(client.responses.inputItems.list(created.id, { order: 'asc', limit: 1 }))
  expect(listed).toMatchObject(items.map(({ role, content }) => ({ role, content: [{ type: 'input_text', text: content }] })))
  await client.responses.delete(created.id)
  await expect(client.responses.retrieve(created.id)).rejects.toThrow(NotFoundError)
  await expect(client.responses.create({ model, input, previous_response_id: created.id })).rejects.toMatchObject({
    status: 400,
    code: 'previous_response_not_found',
    param: 'previous_response_id',
  })
})

test('a response that may not be stored is not', async () => {
  const { id } = await client.responses.create({ model, input, store: false })
  await expect(client.responses.retrieve(id)).rejects.toMatchObject({ status: 404, code: 'response_not_found' })
})

test('a limit of tokens leaves the response incomplete, streamed and not', async () => {
  const ask = { model, input, max_output_tokens: 2 }
  const cut = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: [{ status: 'incomplete' }] }
  expect(await client.responses.create(ask)).toMatchObject(cut)
  expect(await client.responses.stream(ask).finalResponse()).toMatchObject(cut)
})

test('log probabilities come with the text', async () => {
  const ask = { model, input, max_output_tokens: 2, top_logprobs: 2, include: ['message.output_text.logprobs' as const] }
  const [message] = (await client.responses.create(ask)).output
  const [part] = message?.type === 'message' ? message.content : []
  const logprobs = part?.type === 'output_text' ? part.logprobs : undefined
  expect(logprobs?.map(({ token }) => token).join('')).toBe(part?.type === 'output_text' ? part.text : '')
  expect(logprobs?.[0]?.top_logprobs).toHaveLength(2)
})

test.each([
  { param: 'background', fields: { background: true } },
  { param: 'conversation', fields: { conversation: 'conv_1' } },
  { param: 'tools[0].type', fields: { tools: [{ type: 'web_search' }] } },
  { param: 'tools[0].strict', fields: { tools: [{ ...weather, strict: true }] } },
  { param: 'input[0].content[0].type', fields: { input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'data:,' }] }] } },
  { param: 'input[0].type', fields: { input: [{ type: 'item_reference', id: 'msg_1' }] } },
  { param: 'max_tokens', fields: { max_tokens: 5 } },
])('$param, which is not supported, is refused by name', async ({ param, fields }) => {
  const refused = client.responses.create({ model, input, ...fields } as OpenAI.Responses.ResponseCreateParamsNonStreaming)
  await expect(refused).rejects.toThrow(BadRequestError)
  await expect(refused).rejects.toMatchObject({ code: 'unsupported_parameter', param })
})

test('the client throws when a stream that began breaks', async () => {
  const chat = chatWith(async function* () {
    yield { type: 'text-delta', text: 'Par' }
    throw routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' })
  })
  const { url } = await listening({ chat })
  const broken = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any' })
  const error = await Array.fromAsync(await broken.responses.create({ model, input, stream: true })).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(APIError)
  expect(error).toMatchObject({ code: 'engine_crashed' })
})
