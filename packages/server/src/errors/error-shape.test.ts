import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { canaryConfig } from '@honestai/core'
import { afterAll, expect, test } from 'vitest'
import { serverWith } from '../testing/server-with.ts'

const config = { ...canaryConfig(), server: { ...canaryConfig().server, headersTimeoutSeconds: 0.2, requestTimeoutSeconds: 0.5 } }
const app = serverWith({}, { config })
await app.listen({ port: 0, host: '127.0.0.1' })
afterAll(() => app.close())

/** Sends bytes as they are; returns the head and the parsed body of the answer. */
async function send(bytes: string) {
  const address = app.server.address()
  const socket = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1')
  socket.write(bytes)
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  return { head, body: JSON.parse(body) }
}

const head = (line: string, ...headers: string[]) => `${[line, 'Host: localhost', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`

test.each([
  { title: 'an unknown route', bytes: head('GET /v1/messages/lost HTTP/1.1'), status: 404, type: 'not_found_error', retry: false },
  { title: 'another method', bytes: head('GET /v1/messages?beta=true HTTP/1.1'), status: 405, type: 'invalid_request_error', retry: false },
  {
    title: 'broken JSON',
    bytes: `${head('POST /v1/messages HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 2')}{"`,
    status: 400,
    type: 'invalid_request_error',
    retry: false,
  },
  {
    title: 'a body that never ends',
    bytes: `${head('POST /v1/messages HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 99')}{`,
    status: 408,
    type: 'timeout_error',
    retry: true,
  },
  {
    title: 'a header without a colon',
    bytes: head('POST /v1/messages HTTP/1.1', 'Nonsense'),
    status: 400,
    type: 'invalid_request_error',
    retry: false,
  },
])('under /v1/messages $title is answered in the shape of that API', async ({ bytes, status, type, retry }) => {
  const answer = await send(bytes)
  expect(answer.head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(answer.head).toMatch(new RegExp(`^x-should-retry: ${retry}\r?$`, 'im'))
  expect(answer.body).toMatchObject({ type: 'error', error: { type, details: { error_code: expect.any(String) } } })
  expect(answer.head).toContain(answer.body.request_id)
})

test.each(['GET /v1/messages2 HTTP/1.1', 'DELETE /v1/models HTTP/1.1'])('%s is answered in the shape of OpenAI', async (line) => {
  const { body } = await send(head(line))
  expect(Object.keys(body)).toEqual(['error'])
})

test('an address that does not exist is answered with those that do', async () => {
  const { body } = await send(head('GET /v2 HTTP/1.1'))
  for (const route of ['POST /v1/chat/completions', 'POST /v1/messages', 'GET /v1/models/:id', 'GET /health']) {
    expect(body.error.steps[0]).toContain(route)
  }
})
