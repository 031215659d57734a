import { canaryConfig } from '@honestai/core'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { InjectOptions } from 'fastify'
import { expect, test } from 'vitest'
import { buildServer } from '../build-server.ts'
import { createFakeRouter } from '../fake-router.ts'
import type { OpenApiDocument } from './build-openapi.ts'

const registered: string[] = []
const app = buildServer({ router: createFakeRouter(), config: canaryConfig() })
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
function faultsOf(method: string, path: string, status: number, body: unknown) {
  const pointer = ['paths', path, method, 'responses', String(status), 'content', 'application/json', 'schema']
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
])('an answer of $path is what the document says', async ({ path, status = 200, request }) => {
  const response = await app.inject(request)
  expect(response.statusCode).toBe(status)
  expect(faultsOf((request.method ?? 'GET').toLowerCase(), path, status, response.json())).toEqual([])
})

test('the page to read has every operation, and may load nothing', async () => {
  const page = await app.inject('/docs/api')
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/)
  expect(page.body).not.toMatch(/<(script|img|link|iframe)\b/)
  for (const methods of Object.values(document.paths)) {
    for (const { operationId } of Object.values(methods)) expect(page.body).toContain(`<section id="${operationId}">`)
  }
})
