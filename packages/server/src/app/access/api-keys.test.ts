import { Writable } from 'node:stream'
import { digestOfKey } from '@honestai/core'
import { expect, test } from 'vitest'
import { logOptions } from '../../cli/commands/serve.ts'
import { serverWith } from '../../testing/server-with.ts'

const [anna, ben] = ['key-of-anna-0123456789', 'key-of-ben-0123456789']
const apiKeys = { digests: [anna, ben].map(digestOfKey), worldReadable: false }
const app = serverWith({}, { apiKeys })
const chat = {
  method: 'POST',
  url: '/v1/chat/completions',
  body: { model: 'canary', messages: [{ role: 'user', content: 'Hi.' }] },
} as const

test.each([
  { authorization: `Bearer ${anna}` },
  { authorization: `bearer  ${ben} ` },
  { 'x-api-key': ben },
  { authorization: 'Bearer something-else-entirely', 'x-api-key': anna },
])('%o lets a request in', async (headers) => {
  expect((await app.inject({ ...chat, headers })).statusCode).toBe(200)
})

test.each([{}, { authorization: 'Bearer ' }, { authorization: `Basic ${anna}` }, { authorization: anna }, { 'x-api-key': '' }])(
  '%o is no key: api_key_missing',
  async (headers) => {
    const response = await app.inject({ ...chat, headers })
    expect([response.statusCode, response.headers['www-authenticate']]).toEqual([401, 'Bearer realm="honestai"'])
    expect(response.json()).toMatchObject({ error: { code: 'api_key_missing', type: 'authentication_error' } })
  },
)

test.each([
  { authorization: 'Bearer wrong' },
  { authorization: `Bearer ${anna}x` },
  { authorization: `Bearer ${anna.slice(0, -1)}` },
  { authorization: `Bearer ${anna},${ben}` },
  { 'x-api-key': anna.toUpperCase() },
])('%o is no known key: api_key_wrong', async (headers) => {
  const response = await app.inject({ ...chat, headers })
  expect([response.statusCode, response.headers['www-authenticate']]).toEqual([401, 'Bearer realm="honestai", error="invalid_token"'])
  expect(response.json()).toMatchObject({ error: { code: 'api_key_wrong', type: 'authentication_error' } })
  expect(response.body).not.toMatch(/anna/i)
})

test('probes and explanations need no key, everything else does, whatever its body', async () => {
  for (const url of ['/livez', '/readyz', '/docs/errors']) expect((await app.inject(url)).statusCode, url).toBe(200)
  for (const url of ['/health', '/v1/models', '/v1/models/canary']) expect((await app.inject(url)).statusCode, url).toBe(401)
  expect((await app.inject({ ...chat, body: '{', headers: { 'content-type': 'application/json' } })).statusCode).toBe(401)
})

test('without keys none is asked for', async () => {
  const open = serverWith()
  expect((await open.inject({ ...chat, headers: { authorization: 'Bearer any' } })).statusCode).toBe(200)
})

test('no key gets into the log', async () => {
  const lines: string[] = []
  const stream = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) })
  const logging = serverWith({}, { apiKeys, logger: { ...logOptions, stream } })
  for (const key of [anna, 'wrong-key-0123456789']) {
    await logging.inject({ ...chat, url: `${chat.url}?api_key=${key}`, headers: { authorization: `Bearer ${key}`, 'x-api-key': key } })
  }
  await logging.close()
  expect(lines.length).toBe(2)
  expect(lines.join('')).not.toMatch(/anna|wrong-key/)
})
