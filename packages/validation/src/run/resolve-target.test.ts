import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resolveTarget } from './resolve-target.ts'

let models: unknown = { object: 'list', data: [{ id: 'tiny', object: 'model' }] }

/** A server that lists a model, chats, and has nothing else. */
const server = createServer((request, response) => {
  const answer = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  request.resume()
  if (request.url === '/v1/models') answer(200, models)
  else if (request.url === '/v1/chat/completions') answer(200, {})
  else answer(404, { error: { message: 'No.' } })
})
let url = ''
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

test.each(['', '/', '/v1', '/v1/'])('a base URL that ends in "%s" is understood, and its first model is asked', async (ending) => {
  await using target = await resolveTarget({ target: url + ending })
  expect(target.subject.target).toMatchObject({ url, model: 'tiny', started: false, command: null })
})

test('what is offered is asked, and what was asked is told', async () => {
  await using target = await resolveTarget({ target: url })
  const { capabilities = [] } = target.subject.target ?? {}
  const of = (name: string) => capabilities.find((capability) => capability.name === name)
  expect(of('chat')).toEqual({ name: 'chat', offered: true, because: 'POST /v1/chat/completions was answered 200.' })
  expect(of('streaming')).toEqual({ name: 'streaming', offered: false, because: 'POST /v1/chat/completions was answered 200 without it.' })
  expect(of('embeddings')).toEqual({ name: 'embeddings', offered: false, because: 'POST /v1/embeddings was answered 404.' })
})

test.each([
  { why: 'no URL', choice: { target: 'my server' }, says: '--target must be a URL' },
  { why: 'another protocol', choice: { target: 'ftp://127.0.0.1' }, says: '--target must be a URL' },
  { why: 'nobody there', choice: { target: 'http://127.0.0.1:9' }, says: '/v1/models' },
  { why: 'a command that names no port', choice: { targetCommand: 'sleep 1' }, says: 'write {port} there' },
  {
    why: 'a command that ends',
    choice: { targetCommand: 'sh -c "echo no weights >&2; exit 4" {port}' },
    says: /ended with 4 .*no weights/s,
  },
])('$why is told', async ({ choice, says }) => {
  await expect(resolveTarget(choice)).rejects.toThrow(says)
})

test('a list of models in another shape is told by its path', async () => {
  models = { models: [] }
  await expect(resolveTarget({ target: url })).rejects.toThrow(/The list of models has another shape[\s\S]*object/)
})
