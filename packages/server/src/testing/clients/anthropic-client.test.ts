import Anthropic, { APIError, AuthenticationError, BadRequestError, InternalServerError, NotFoundError } from '@anthropic-ai/sdk'
import { canaryConfig, digestOfKey, routerError } from '@honestai/core'
import { expect, onTestFinished, test } from 'vitest'
import { buildServer, type ServerParts } from '../../app/build-server.ts'
import { chatWith, createFakeRouter } from '../fake-router.ts'
import { serveCanary } from '../serve-canary.ts'

const client = new Anthropic({ baseURL: await serveCanary(), apiKey: 'any', maxRetries: 0 })
const ask = { model: 'canary', max_tokens: 100, messages: [{ role: 'user' as const, content: 'What is the capital of France?' }] }
const weather = {
  name: 'get_weather',
  description: 'Current weather of a city.',
  input_schema: { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
}

async function clientOf(router: ServerParts['router'], apiKeys?: ServerParts['apiKeys']): Promise<Anthropic> {
  const app = buildServer({ router, config: canaryConfig(), ...(apiKeys && { apiKeys }) })
  onTestFinished(() => app.close())
  return new Anthropic({ baseURL: await app.listen({ port: 0, host: '127.0.0.1' }), apiKey: 'wrong', maxRetries: 0 })
}

test('a message is answered', async () => {
  const message = await client.messages.create(ask)
  expect(message).toMatchObject({
    content: [{ type: 'text', text: 'The capital of France is Paris.' }],
    stop_reason: 'end_turn',
    _request_id: expect.stringMatching(/^req_/),
  })
})

test('a stream says what the whole says, with the counts of its prompt from the start', async () => {
  const stream = client.messages.stream(ask)
  const starts: Anthropic.Message[] = []
  stream.on('streamEvent', (event) => void (event.type === 'message_start' && starts.push(structuredClone(event.message))))
  const { content, usage } = await stream.finalMessage()
  expect(content).toMatchObject([{ type: 'text', text: 'The capital of France is Paris.' }])
  const { input_tokens, cache_read_input_tokens } = usage
  expect(starts[0]?.usage).toMatchObject({ input_tokens, cache_read_input_tokens })
})

test('a tool is called, streamed and not, and its result answered', async () => {
  const question = { role: 'user' as const, content: 'What is the weather in Paris?' }
  const withTools = { ...ask, messages: [question], tools: [weather], tool_choice: { type: 'any' as const } }
  const { content, stop_reason } = await client.messages.create(withTools)
  const call = content.find((block) => block.type === 'tool_use')
  expect([stop_reason, call?.name, call?.input]).toEqual(['tool_use', 'get_weather', { city: 'Paris' }])
  expect((await client.messages.stream(withTools).finalMessage()).content[0]).toMatchObject({
    name: 'get_weather',
    input: { city: 'Paris' },
  })
  const result = { type: 'tool_result' as const, tool_use_id: call?.id ?? '', content: '{"weather": "sunny"}' }
  const messages = [question, { role: 'assistant' as const, content }, { role: 'user' as const, content: [result] }]
  const answer = await client.messages.create({ ...ask, messages, tools: [weather] })
  expect(answer.content).toMatchObject([{ type: 'text', text: expect.stringContaining('sunny') }])
})

test('an answer keeps to a schema', async () => {
  const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false }
  const { content } = await client.messages.create({ ...ask, output_config: { format: { type: 'json_schema', schema } } })
  expect(JSON.parse(content[0]?.type === 'text' ? content[0].text : '')).toEqual({ city: expect.any(String) })
})

test.each([
  { why: 'its stop sequence', fields: { stop_sequences: ['aris'] }, ending: { stop_reason: 'stop_sequence', stop_sequence: 'aris' } },
  { why: 'its limit of tokens', fields: { max_tokens: 2 }, ending: { stop_reason: 'max_tokens', stop_sequence: null } },
])('an answer that $why ended says so, streamed and not', async ({ fields, ending }) => {
  expect(await client.messages.create({ ...ask, ...fields })).toMatchObject(ending)
  expect(await client.messages.stream({ ...ask, ...fields }).finalMessage()).toMatchObject(ending)
})

test('tokens are counted as they are billed', async () => {
  const { max_tokens: _, ...counted } = { ...ask, system: 'Answer in one line.', tools: [weather] }
  const { input_tokens } = await client.messages.countTokens(counted)
  const { usage } = await client.messages.create({ ...ask, ...counted })
  expect(input_tokens).toBe(usage.input_tokens + (usage.cache_read_input_tokens ?? 0))
})

test.each([
  {
    param: 'messages[0].content[0].type',
    fields: { messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'url', url: 'x' } }] }] },
  },
  { param: 'messages[1].role', fields: { messages: [...ask.messages, { role: 'assistant', content: 'The' }] } },
  { param: 'thinking.budget_tokens', fields: { thinking: { type: 'enabled', budget_tokens: 50 } } },
  { param: 'output_config.effort', fields: { output_config: { effort: 'low' } } },
  { param: 'tools[0].type', fields: { tools: [{ type: 'web_search_20250305', name: 'web_search' }] } },
  { param: 'container', fields: { container: 'c' } },
])('$param, which is not supported, is refused by name', async ({ param, fields }) => {
  const refused = client.messages.create({ ...ask, ...fields } as Anthropic.MessageCreateParamsNonStreaming)
  await expect(refused).rejects.toThrow(BadRequestError)
  await expect(refused).rejects.toMatchObject({
    type: 'invalid_request_error',
    errorCode: 'unsupported_parameter',
    error: { error: { param } },
  })
})

test('errors are of the classes of the client', async () => {
  const wrongModel = client.messages.create({ ...ask, model: 'claude' })
  await expect(wrongModel).rejects.toThrow(NotFoundError)
  await expect(wrongModel).rejects.toMatchObject({ errorCode: 'model_not_found', requestID: expect.stringMatching(/^req_/) })

  const locked = await clientOf(createFakeRouter(), { digests: [digestOfKey('right')], worldReadable: false })
  await expect(locked.messages.create(ask)).rejects.toThrow(AuthenticationError)
  await expect(locked.withOptions({ apiKey: 'right' }).messages.create(ask)).resolves.toMatchObject({ role: 'assistant' })

  const busy = await clientOf(
    createFakeRouter({
      chat: chatWith(async function* () {
        yield* []
        throw routerError('overloaded', { model: 'canary', waiting: 9, retryAfterSeconds: 3 })
      }),
    }),
  )
  const overloaded = busy.messages.create(ask)
  await expect(overloaded).rejects.toThrow(InternalServerError)
  await expect(overloaded).rejects.toMatchObject({ status: 503, type: 'overloaded_error' })
})

test('the client throws when a stream that began breaks', async () => {
  const broken = await clientOf(
    createFakeRouter({
      chat: chatWith(async function* () {
        yield { type: 'text-delta', text: 'Par' }
        throw routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' })
      }),
    }),
  )
  const error = await Array.fromAsync(await broken.messages.create({ ...ask, stream: true })).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(APIError)
  expect(error).toMatchObject({ type: 'api_error', errorCode: 'engine_crashed' })
})
