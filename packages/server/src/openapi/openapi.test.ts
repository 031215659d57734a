import { type ChatEvent, canaryConfig } from '@honestai/core'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { InjectOptions } from 'fastify'
import { expect, test } from 'vitest'
import { buildServer } from '../app/build-server.ts'
import { chatWith, createFakeRouter, fakeUsage, yieldEvents } from '../testing/fake-router.ts'
import { serverWith } from '../testing/server-with.ts'
import type { OpenApiDocument } from './build-openapi.ts'

const registered: string[] = []
const app = serverWith()
app.addHook('onRoute', ({ method, url }) => {
  for (const name of [method].flat()) if (name !== 'HEAD') registered.push(`${name.toLowerCase()} ${url}`)
})
await app.ready()
const document: OpenApiDocument = (await app.inject('/openapi.json')).json()

test('every route is in the document, and nothing else', () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  )
  expect(described.toSorted()).toEqual(registered.toSorted())
})

test('the document is sound OpenAPI 3.1', async () => {
  const validator = new Validator()
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

test('no two operations have one id', () => {
  const ids = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId))
  expect(new Set(ids).size).toBe(ids.length)
})

const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema({ ...document, $id: 'openapi' })

/** What an answer has that its schema in the document does not allow. */
function faultsOf(method: string, path: string, status: number, body: unknown, type = 'application/json') {
  const pointer = ['paths', path, method, 'responses', String(status), 'content', type, 'schema']
  const escaped = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
  const validate = ajv.getSchema(`openapi#/${escaped.join('/')}`)
  expect(validate, `${method} ${path} ${status}`).toBeDefined()
  validate?.(body)
  return validate?.errors ?? []
}

const messages = [{ role: 'user', content: 'Hi.' }]
const post = (url: string, body: object): InjectOptions => ({ method: 'POST', url, body })

test.each<{ path: string; status?: number; request: InjectOptions }>([
  { path: '/v1/chat/completions', request: post('/v1/chat/completions', { model: 'canary', messages }) },
  { path: '/v1/embeddings', request: post('/v1/embeddings', { model: 'canary-embedding', input: 'Hi.' }) },
  { path: '/v1/responses', request: post('/v1/responses', { model: 'canary', input: 'Hi.' }) },
  { path: '/v1/messages', request: post('/v1/messages', { model: 'canary', max_tokens: 9, messages }) },
  { path: '/v1/messages/count_tokens', request: post('/v1/messages/count_tokens', { model: 'canary', messages }) },
  { path: '/v1/models', request: { url: '/v1/models' } },
  { path: '/v1/models/{id}', request: { url: '/v1/models/canary' } },
  { path: '/v1/tasks', request: { url: '/v1/tasks' } },
  { path: '/v1/tasks/{task}', request: post('/v1/tasks/intent_classification', { input: 'Hi.' }) },
  { path: '/livez', request: { url: '/livez' } },
  { path: '/readyz', request: { url: '/readyz' } },
  { path: '/health', request: { url: '/health' } },
  { path: '/v1/chat/completions', status: 404, request: post('/v1/chat/completions', { model: 'gpt-4', messages }) },
  { path: '/v1/chat/completions', status: 400, request: post('/v1/chat/completions', { model: 'canary', messages: 5 }) },
  { path: '/v1/models/{id}', status: 404, request: { url: '/v1/models/gpt-4' } },
  { path: '/v1/messages', status: 404, request: post('/v1/messages', { model: 'gpt-4', max_tokens: 9, messages }) },
  { path: '/v1/messages/count_tokens', status: 400, request: post('/v1/messages/count_tokens', { model: 'canary', messages: 5 }) },
])('an answer of $path is what the document says', async ({ path, status = 200, request }) => {
  const response = await app.inject(request)
  expect(response.statusCode).toBe(status)
  expect(faultsOf((request.method ?? 'GET').toLowerCase(), path, status, response.json())).toEqual([])
})

test('that the server is not ready is an answer of the document too', async () => {
  const router = createFakeRouter({ readiness: async () => ({ ready: false, reason: 'Loading canary.' }) })
  const response = await buildServer({ router, config: canaryConfig() }).inject('/readyz')
  expect(response.statusCode).toBe(503)
  expect(faultsOf('get', '/readyz', 503, response.json())).toEqual([])
})

const fn = { name: 'get_weather', parameters: { type: 'object' } }
const chatOf = (more: object) => ({ model: 'canary', messages, ...more })

test.each([
  { body: chatOf({ tools: [{ type: 'function', function: fn }], reasoning_effort: 'none', modalities: ['text'], user: 'u' }), status: 200 },
  { body: chatOf({ tools: [{ type: 'function', function: {} }] }), status: 400 },
  { body: chatOf({ response_format: { type: 'json_schema' } }), status: 400 },
  { body: chatOf({ reasoning_effort: 'utmost' }), status: 400 },
])('what is told by its type is the same to the document and the server: $body', async ({ body, status }) => {
  const validate = ajv.getSchema('openapi#/paths/~1v1~1chat~1completions/post/requestBody/content/application~1json/schema')
  expect(validate?.(body)).toBe(status === 200)
  expect((await app.inject(post('/v1/chat/completions', body))).statusCode).toBe(status)
})

test('a load without a body is in the document', async () => {
  expect(document.paths['/v1/models/{id}/load']?.post).toMatchObject({ requestBody: { required: false } })
  expect((await app.inject({ method: 'POST', url: '/v1/models/canary/load' })).statusCode).toBe(200)
})

const logprobs = [
  { id: 1, text: 'Paris', bytes: [80, 97, 114, 105, 115], logprob: -0.1, top: [{ id: 2, text: 'Oslo', bytes: [79], logprob: -3 }] },
]

/** An answer with a block of each kind. */
const everyBlock: ChatEvent[] = [
  { type: 'start', promptTokens: 12, cachedTokens: 4 },
  { type: 'reasoning-delta', text: 'France, so' },
  { type: 'text-delta', text: 'Paris', logprobs },
  { type: 'tool-call-start', index: 0, id: 'call_1', name: 'get_weather' },
  { type: 'tool-call-delta', index: 0, argumentsText: '{"city":"Paris"}' },
  { type: 'tool-call', call: { id: 'call_1', name: 'get_weather', arguments: '{"city":"Paris"}' } },
  { type: 'end', reason: 'tool-calls', usage: { ...fakeUsage, reasoningTokens: 2 }, tokens: [1, 2, 3] },
]

const cutOff: ChatEvent[] = [
  { type: 'start', promptTokens: 12, cachedTokens: 4 },
  { type: 'text-delta', text: 'Par' },
  { type: 'end', reason: 'length', usage: fakeUsage, tokens: [1] },
]

async function* failing(): AsyncGenerator<ChatEvent> {
  yield* yieldEvents(cutOff.slice(0, 2))
  throw new Error('The engine went away.')
}

const endings = {
  'with every kind of block': () => yieldEvents(everyBlock),
  'cut off by its limit': () => yieldEvents(cutOff),
  'that fails on its way': failing,
}

const tools = [{ type: 'function', name: 'get_weather', parameters: { type: 'object' } }]
const spoken = [
  { path: '/v1/responses', body: { model: 'canary', input: 'Hi.', tools, tool_choice: 'auto', user: 'u', metadata: { a: 'b' } } },
  { path: '/v1/messages', body: { model: 'canary', max_tokens: 9, messages } },
]

test.each(spoken.flatMap(({ path, body }) => Object.entries(endings).map(([ending, events]) => ({ path, body, ending, events }))))(
  'an answer of $path $ending is what the document says, whole and event for event',
  async ({ path, body, events }) => {
    const app = serverWith({ chat: chatWith(events) })
    const whole = await app.inject(post(path, body))
    expect(whole.json()).not.toEqual({})
    expect(faultsOf('post', path, whole.statusCode, whole.json())).toEqual([])

    const streamed = await app.inject(post(path, { ...body, stream: true }))
    const told = [...streamed.body.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(String(data)))
    expect(told.length).toBeGreaterThan(3)
    for (const event of told) expect(faultsOf('post', path, 200, event, 'text/event-stream'), event.type).toEqual([])
  },
)

test('what a response answered, and its removal, are what the document says', async () => {
  const input = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: [{ type: 'input_text', text: 'Hi.' }] },
    { role: 'assistant', content: 'Hello.' },
    { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm.' }] },
    { type: 'function_call', call_id: 'call_1', name: 'get_weather', arguments: '{}' },
    { type: 'function_call_output', call_id: 'call_1', output: [{ type: 'input_text', text: 'Sun.' }] },
  ]
  const format = { type: 'json_schema', name: 'place', schema: { type: 'object' }, description: 'A place.' }
  const created = (await app.inject(post('/v1/responses', { model: 'canary', input, text: { format } }))).json()
  expect(faultsOf('post', '/v1/responses', 200, created)).toEqual([])
  const url = `/v1/responses/${created.id}`
  expect(faultsOf('get', '/v1/responses/{id}', 200, (await app.inject({ url })).json())).toEqual([])
  const items = (await app.inject({ url: `${url}/input_items` })).json()
  expect(items.data).toHaveLength(input.length)
  expect(faultsOf('get', '/v1/responses/{id}/input_items', 200, items)).toEqual([])
  const deleted = (await app.inject({ method: 'DELETE', url })).json()
  expect(faultsOf('delete', '/v1/responses/{id}', 200, deleted)).toEqual([])
})

test('an answer that is not of its shape is told apart', () => {
  const event = { type: 'response.output_text.delta', output_index: 0, item_id: 'msg_1', content_index: 0, delta: 'Hi', sequence_number: 1 }
  expect(faultsOf('post', '/v1/responses', 200, event, 'text/event-stream')).not.toEqual([])
  expect(faultsOf('post', '/v1/messages', 200, { type: 'ping', more: 1 }, 'text/event-stream')).not.toEqual([])
})

test('the page to read has every operation, and may load nothing', async () => {
  const page = await app.inject('/docs/api')
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/)
  expect(page.body).not.toMatch(/<(script|img|link|iframe)\b/)
  for (const methods of Object.values(document.paths)) {
    for (const { operationId } of Object.values(methods)) expect(page.body).toContain(`<section id="${operationId}">`)
  }
})
