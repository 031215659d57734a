import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { logOptions } from '../../cli/commands/serve.ts'
import { serverWith } from '../../testing/server-with.ts'

const lines: string[] = []
const stream = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) })
const app = serverWith({}, { logger: { ...logOptions, stream } })

test('a plain probe is answered without a line in the log or a count', async () => {
  lines.length = 0
  const { statusCode, headers, body } = await app.inject({ url: '/livez', headers: { host: '127.0.0.1:8080', 'x-request-id': 'probe-1' } })
  expect([statusCode, body]).toEqual([200, '{"status":"ok"}'])
  expect(headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'content-length': '15',
    'x-request-id': 'probe-1',
    'x-content-type-options': 'nosniff',
  })
  expect(lines).toEqual([])
  expect((await app.inject({ url: '/metrics' })).body).not.toMatch(/route="\/livez"/)
})

test.each([
  { title: 'of an unknown host', headers: { host: 'evil.example' }, status: 421 },
  { title: 'of a web page', headers: { host: 'localhost', origin: 'https://evil.example' }, status: 403 },
  { title: 'with more headers than a probe has', headers: { host: 'localhost', 'accept-language': 'en' }, status: 200 },
])('a probe $title goes the way of all requests', async ({ headers, status }) => {
  lines.length = 0
  expect((await app.inject({ url: '/livez', headers })).statusCode).toBe(status)
  expect(lines).toEqual([expect.stringContaining('"route":"/livez"')])
})

test('a plain probe is answered like any other', async () => {
  const host = 'localhost'
  const [plain, other] = await Promise.all(
    [{ host }, { host, 'accept-language': 'en' }].map((headers) =>
      app.inject({ url: '/livez', headers: { ...headers, 'x-request-id': 'same' } }),
    ),
  )
  expect([plain?.body, { ...plain?.headers, date: '' }]).toEqual([other?.body, { ...other?.headers, date: '' }])
})
