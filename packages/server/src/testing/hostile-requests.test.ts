import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { canaryConfig, createRouter, errorCodes, loadConfig } from '@honestai/core'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { buildServer } from '../app/build-server.ts'
import { serverWith } from './server-with.ts'

const app = serverWith()
const json = { 'content-type': 'application/json' }

const errorBody = {
  error: {
    message: expect.stringMatching(/\S/),
    type: expect.any(String),
    code: expect.toSatisfy((code) => Object.hasOwn(errorCodes, code) && code !== 'internal_error'),
    param: expect.toBeOneOf([null, expect.any(String)]),
    steps: expect.any(Array),
    docs: expect.stringMatching(/^\/docs\/errors#\w+$/),
    retryable: expect.any(Boolean),
  },
}

/** Sends a body, and wants an answer or an error of the documented shape that shows nothing of the inside. */
async function tryBody(url: string, body: string | Buffer): Promise<void> {
  const response = await app.inject({ method: 'POST', url, headers: json, body })
  const answered = response.headers['content-type']
  if (response.statusCode === 200) {
    expect(answered).toMatch(/^(application\/json|text\/event-stream); charset=utf-8$/)
    return
  }
  expect(response.statusCode).toBeOneOf([400, 404])
  expect(answered).toBe('application/json; charset=utf-8')
  expect(response.json()).toEqual(errorBody)
  expect(response.body).not.toMatch(/node_modules|\.ts:\d|\bat \S+ \(|ZodError|TypeError|RangeError/)
}

const urls = fc.constantFrom('/v1/chat/completions', '/v1/embeddings')

test('any bytes are answered', async () => {
  await fc.assert(fc.asyncProperty(urls, fc.uint8Array(), (url, bytes) => tryBody(url, Buffer.from(bytes))))
})

test('any JSON is answered', async () => {
  await fc.assert(fc.asyncProperty(urls, fc.json({ maxDepth: 5 }), tryBody))
})

const part = fc.oneof(
  fc.record({ type: fc.constantFrom('text', 'image_url', 'x'), text: fc.anything() }, { requiredKeys: [] }),
  fc.anything(),
)
const message = fc.record(
  {
    role: fc.oneof(fc.constantFrom('system', 'user', 'assistant', 'tool'), fc.anything()),
    content: fc.oneof(fc.string(), fc.array(part), fc.anything()),
    tool_calls: fc.anything(),
    tool_call_id: fc.anything(),
  },
  { requiredKeys: [] },
)
const almost = fc.record(
  {
    model: fc.oneof(fc.constantFrom('canary', 'canary-embedding', 'task:x', '__proto__'), fc.anything()),
    messages: fc.oneof(fc.array(message, { minLength: 1 }), fc.anything()),
    input: fc.anything(),
    tools: fc.anything(),
    stream: fc.anything(),
    stop: fc.anything(),
    temperature: fc.anything(),
    max_tokens: fc.anything(),
    response_format: fc.anything(),
    [`__proto__`]: fc.anything(),
  },
  { requiredKeys: ['model', 'messages'] },
)

test('what is almost a request is answered', async () => {
  await fc.assert(
    fc.asyncProperty(urls, almost, (url, body) =>
      tryBody(
        url,
        JSON.stringify(body, (_key, value) => (typeof value === 'bigint' ? `${value}` : value)),
      ),
    ),
  )
})

test('any path is answered', async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2f',
      '%00',
      '\\',
      'v1',
      'models',
      'docs',
      'errors',
      'canary',
      'status-page',
      'page.js',
      'responses',
      'tasks',
      '%ff',
      '%',
    ),
    fc.webSegment(),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'DELETE', 'OPTIONS', 'PATCH'),
      fc.array(piece, { maxLength: 5 }),
      async (method, pieces) => {
        const url = `/${pieces.join('/')}`
        // The tester takes what follows two slashes, or a slash and a backslash, for a host.
        fc.pre(URL.parse(url, 'http://localhost')?.host === 'localhost')
        const response = await app.inject({ method: method as 'GET', url, headers: { 'x-request-id': 'id-1' } })
        if (response.statusCode === 200) return
        expect(response.statusCode).toBeOneOf([400, 404, 405])
        expect(response.headers['x-request-id']).toBe('id-1')
        expect(response.json()).toEqual(errorBody)
      },
    ),
  )
})

const opened: string[] = []
const openers = [
  'open',
  'openSync',
  'readFile',
  'readFileSync',
  'stat',
  'statSync',
  'lstat',
  'access',
  'createReadStream',
  'readdir',
  'realpath',
] as const

const restore: (() => void)[] = []

/** Notes every path that any module of this process hands to the file system. */
function watchFiles(): void {
  for (const holder of [fs, fs.promises] as unknown as Record<string, (...given: unknown[]) => unknown>[]) {
    for (const name of openers) {
      const open = holder[name]
      if (!open) continue
      restore.push(() => {
        holder[name] = open
      })
      holder[name] = (...given) => {
        opened.push(String(given[0]))
        return open(...given)
      }
    }
  }
  syncBuiltinESMExports()
}

afterAll(() => {
  for (const undo of restore) undo()
  syncBuiltinESMExports()
})

test('no path from a request reaches the file system', async () => {
  watchFiles()
  await using router = createRouter(canaryConfig())
  await router.start()
  const real = buildServer({ router, config: canaryConfig() })
  for (const path of ['../../marker.gguf', '/etc/marker', 'file:///marker', '..\\marker', 'marker\0.gguf', 'task:../marker', '~/marker']) {
    const encoded = encodeURIComponent(path)
    for (const url of [
      `/v1/models/${encoded}`,
      `/v1/models/${path}`,
      `/docs/${encoded}`,
      `/docs/../${path}`,
      `/docs/errors/${encoded}`,
      `/status-page/${encoded}`,
      `/status-page/../${path}`,
      `/status-page/page.js/${encoded}`,
      `/v1/responses/${encoded}`,
      `/v1/responses/${encoded}/input_items`,
      `/${encoded}`,
    ]) {
      expect((await real.inject({ url: encodeURI(decodeURI(url)) })).statusCode).toBe(404)
    }
    const body = { model: path, input: 'Hi.', prompt: path, max_tokens: 1, messages: [{ role: 'user', content: path }] }
    const posts = ['chat/completions', 'completions', 'embeddings', 'responses', 'messages', `tasks/${encoded}`, `models/${encoded}/load`]
    for (const url of posts.map((name) => `/v1/${name}`))
      expect((await real.inject({ method: 'POST', url, body })).statusCode).toBeOneOf([400, 404])
  }
  expect(opened.filter((path) => path.includes('marker'))).toEqual([])

  // What does reach it is noticed.
  await loadConfig({ file: 'marker.yaml' }).catch(() => undefined)
  expect(opened).toContain('marker.yaml')
  expect(opened.some((path) => path.endsWith('canary.gguf'))).toBe(true)
})
