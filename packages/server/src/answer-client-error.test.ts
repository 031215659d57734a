import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { canaryConfig } from '@honestai/core'
import { afterAll, expect, test } from 'vitest'
import { buildServer } from './build-server.ts'
import { createFakeRouter } from './fake-router.ts'

const app = buildServer({ router: createFakeRouter(), config: canaryConfig() })
await app.listen({ port: 0, host: '127.0.0.1' })
afterAll(() => app.close())

function send(request: string): Promise<string> {
  const address = app.server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The server does not listen.')
  const socket = connect(address.port, '127.0.0.1')
  socket.write(request)
  return text(socket)
}

test.each([
  { title: 'noise', request: 'What is the capital of France?\r\n\r\n', status: '400 Bad Request', code: 'malformed_request', param: null },
  {
    title: 'an unknown method',
    request: 'FROB / HTTP/1.1\r\nHost: a\r\n\r\n',
    status: '400 Bad Request',
    code: 'malformed_request',
    param: null,
  },
  {
    title: 'too many headers',
    request: `GET /livez HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    status: '431 Request Header Fields Too Large',
    code: 'headers_too_large',
    param: null,
  },
  {
    title: 'an expectation nobody knows',
    request: 'GET /v2 HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nConnection: close\r\n\r\n',
    status: '404 Not Found',
    code: 'route_not_found',
    param: null,
  },
  { title: 'no Host', request: 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n', status: '400 Bad Request', param: 'Host' },
])('$title is answered with $status as JSON', async ({ request, status, code = 'invalid_request', param }) => {
  const [head = '', body = ''] = (await send(request)).split('\r\n\r\n')
  expect(head).toContain(`HTTP/1.1 ${status}`)
  expect(head).toMatch(/content-type: application\/json; charset=utf-8/i)
  expect(head).toMatch(/x-request-id: req_/i)
  expect(JSON.parse(body)).toMatchObject({ error: { code, param } })
})
