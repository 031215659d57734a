import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { canaryConfig } from '@honestai/core'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { serverWith } from '../../testing/server-with.ts'

const limits = { bodyLimitBytes: 100_000, headersTimeoutSeconds: 0.2, requestTimeoutSeconds: 0.5 }
const config = { ...canaryConfig(), server: { ...canaryConfig().server, ...limits } }
const app = serverWith({}, { config })
await app.listen({ port: 0, host: '127.0.0.1' })
afterAll(() => app.close())

function open(): Socket {
  const address = app.server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The server does not listen.')
  const socket = connect(address.port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  return socket
}

/** Sends pieces one after the other and returns all that comes back until the server ends the connection. */
async function send(...pieces: string[]): Promise<string> {
  const socket = open()
  const answer = text(socket)
  for (const piece of pieces) {
    socket.write(piece)
    await sleep(20)
  }
  return answer
}

const get = (path: string, headers: string[] = []) =>
  `${[`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`
const post = (headers: string[], body = '') =>
  `${['POST /v1/chat/completions HTTP/1.1', 'Host: localhost', 'Connection: close', 'Content-Type: application/json', ...headers].join('\r\n')}\r\n\r\n${body}`
const x = (count: number) => 'x'.repeat(count)
const whole = JSON.stringify({ model: 'canary', messages: [{ role: 'user', content: 'Hi.' }] })

const cases: { title: string; pieces: string[]; status: string; code: string; param?: string }[] = [
  { title: 'noise', pieces: ['What is the capital of France?\r\n\r\n'], status: '400 Bad Request', code: 'malformed_request' },
  {
    title: 'a TLS handshake',
    pieces: ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    status: '400 Bad Request',
    code: 'malformed_request',
  },
  {
    title: 'an unknown method',
    pieces: ['FROB / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    status: '400 Bad Request',
    code: 'malformed_request',
  },
  { title: 'a later version of HTTP', pieces: ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'], status: '400 Bad Request', code: 'malformed_request' },
  { title: 'a header without a colon', pieces: [get('/livez', ['Nonsense'])], status: '400 Bad Request', code: 'malformed_request' },
  { title: 'a NUL in a header', pieces: [get('/livez', ['X: a\0b'])], status: '400 Bad Request', code: 'malformed_request' },
  { title: 'a space before a colon', pieces: [post(['Content-Length : 2'], '{}')], status: '400 Bad Request', code: 'malformed_request' },
  {
    title: 'two lengths',
    pieces: [post(['Content-Length: 2', 'Content-Length: 3'], '{}')],
    status: '400 Bad Request',
    code: 'malformed_request',
  },
  { title: 'a negative length', pieces: [post(['Content-Length: -1'])], status: '400 Bad Request', code: 'malformed_request' },
  {
    title: 'a length beside a transfer encoding',
    pieces: [post(['Content-Length: 2', 'Transfer-Encoding: chunked'], '0\r\n\r\n')],
    status: '400 Bad Request',
    code: 'malformed_request',
  },
  {
    title: 'an unknown transfer encoding',
    pieces: [post(['Transfer-Encoding: gzip'])],
    status: '400 Bad Request',
    code: 'malformed_request',
  },
  {
    title: 'a broken chunk',
    pieces: [post(['Transfer-Encoding: chunked'], 'zz\r\n')],
    status: '400 Bad Request',
    code: 'malformed_request',
  },
  {
    title: 'headers that are too large',
    pieces: [get('/livez', [`X: ${x(20_000)}`])],
    status: '431 Request Header Fields Too Large',
    code: 'headers_too_large',
  },
  {
    title: 'headers that are too large, in pieces',
    pieces: ['GET /livez HTTP/1.1\r\nHost: localhost\r\n', `X: ${x(10_000)}`, x(10_000)],
    status: '431 Request Header Fields Too Large',
    code: 'headers_too_large',
  },
  {
    title: 'a flood of headers',
    pieces: [
      get(
        '/livez',
        Array.from({ length: 500 }, (_, index) => `X-${index}: y`),
      ),
    ],
    status: '431 Request Header Fields Too Large',
    code: 'headers_too_large',
  },
  {
    title: 'one header too many',
    pieces: [
      get(
        '/livez',
        Array.from({ length: 99 }, (_, index) => `X-${index}: y`),
      ),
    ],
    status: '431 Request Header Fields Too Large',
    code: 'headers_too_large',
  },
  { title: 'a huge URL', pieces: [get(`/${x(20_000)}`)], status: '414 URI Too Long', code: 'url_too_long' },
  {
    title: 'a URL that cannot be decoded',
    pieces: [get('/v1/models/%zz')],
    status: '400 Bad Request',
    code: 'invalid_request',
    param: 'URL',
  },
  {
    title: 'no Host',
    pieces: ['GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n'],
    status: '400 Bad Request',
    code: 'invalid_request',
    param: 'Host',
  },
  {
    title: 'two Hosts',
    pieces: [get('/livez', ['host: evil.example'])],
    status: '400 Bad Request',
    code: 'invalid_request',
    param: 'Host',
  },
  {
    title: 'the host of someone else',
    pieces: ['GET /livez HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'],
    status: '421 Misdirected Request',
    code: 'host_not_allowed',
    param: 'Host',
  },
  {
    title: 'the host of someone else in the URL',
    pieces: [get('http://evil.example/livez')],
    status: '421 Misdirected Request',
    code: 'host_not_allowed',
    param: 'Host',
  },
  { title: 'an expectation nobody knows', pieces: [get('/v2', ['Expect: tea'])], status: '404 Not Found', code: 'route_not_found' },
  { title: 'an upgrade', pieces: [get('/v2', ['Upgrade: websocket'])], status: '404 Not Found', code: 'route_not_found' },
  { title: 'broken JSON', pieces: [post(['Content-Length: 2'], '{"')], status: '400 Bad Request', code: 'invalid_json' },
  { title: 'headers that never end', pieces: ['GET /livez HTTP/1.1\r\nHost: loc'], status: '408 Request Timeout', code: 'request_timeout' },
  { title: 'a body that never ends', pieces: [post(['Content-Length: 99'], '{')], status: '408 Request Timeout', code: 'request_timeout' },
  {
    title: 'a chunked body that never ends',
    pieces: [post(['Transfer-Encoding: chunked'], '1\r\n{\r\n')],
    status: '408 Request Timeout',
    code: 'request_timeout',
  },
]

test.each(cases)('$title is answered with $status $code as JSON', async ({ pieces, status, code, param = null }) => {
  const [head = '', body = '', ...rest] = (await send(...pieces)).split('\r\n\r\n')
  expect(rest).toEqual([])
  expect(head).toContain(`HTTP/1.1 ${status}`)
  expect(head).toMatch(/content-type: application\/json; charset=utf-8/i)
  expect(head).toMatch(/x-request-id: req_/i)
  expect(JSON.parse(body)).toMatchObject({ error: { code, param, docs: `/docs/errors#${code}` } })
})

test.each(['Content-Length: 1000000', 'Transfer-Encoding: chunked'])(
  'a client that sends a body over the limit (%s) can read why, although it sends it all first',
  async (header) => {
    const chunk = x(1_000_000)
    const answer = await send(post([header]), header.startsWith('T') ? `${chunk.length.toString(16)}\r\n${chunk}\r\n0\r\n\r\n` : chunk)
    expect(answer).toMatch(/^HTTP\/1\.1 413 Payload Too Large\r\n/)
    expect(answer).toContain('"code":"body_too_large"')
  },
)

test('a client that waits with its body is told to send it', async () => {
  const socket = open()
  const answer = text(socket)
  socket.write(post(['Expect: 100-continue', `Content-Length: ${whole.length}`]))
  socket.once('readable', () => undefined)
  await sleep(50)
  socket.write(whole)
  expect(await answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/)
})

test.each([
  { title: 'a body over the limit', request: post(['Expect: 100-continue', 'Content-Length: 100001']), status: 413 },
  {
    title: 'an unknown route',
    request: 'POST /v2 HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n',
    status: 404,
  },
])('a client that waits with $title is answered at once, and the connection ends', async ({ request, status }) => {
  const socket = open()
  socket.write(request)
  const [data] = await once(socket, 'data')
  expect(String(data)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(String(data)).toMatch(/connection: close/i)
})

test('after every fault the server still answers', async () => {
  expect(await send(get('/livez'))).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
})
