import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

type Answer = (response: ServerResponse, body: { stream?: boolean }) => unknown

const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
const completion = {
  ...{ id: 'c', object: 'chat.completion', created: 0, model: 'm', usage },
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
}
const chunk = {
  id: 'c',
  object: 'chat.completion.chunk',
  created: 0,
  model: 'm',
  choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: null }],
}

const sayHi = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completion))

/** What servers have been seen to answer whatever they are asked, and worse. */
export const hostileManners = {
  'hangs up': (response) => response.destroy(),
  'shows a page': (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'),
  'answers JSON of another shape': (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices":{"0":null},"data":7,"usage":[]}'),
  'answers null': (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('null'),
  'breaks off': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '4096' })
    response.write('{"id":"c","choices":[', () => response.destroy())
  },
  'breaks off in a stream': (response, { stream }) => {
    if (!stream) return sayHi(response)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    return response.write(`data: ${JSON.stringify(chunk)}\n\ndata: {"id`, () => response.destroy())
  },
  'streams nonsense': (response, { stream }) => {
    if (!stream) return sayHi(response)
    return response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {}\n\nevent: x\ndata: <p>\n\ndata: [DONE]\n\n')
  },
  'says the same to everything': (response, { stream }) => {
    if (!stream) return sayHi(response)
    const last = { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    return response.end(`data: ${JSON.stringify(chunk)}\n\ndata: ${JSON.stringify(last)}\n\ndata: [DONE]\n\n`)
  },
  'refuses everything without a word': (response) => response.writeHead(418).end(),
} as const satisfies Record<string, Answer>

export type HostileManner = keyof typeof hostileManners

/** A server on loopback that lists a model, and to everything else answers in one manner. */
export async function startHostileServer(manner: HostileManner): Promise<AsyncDisposable & { url: string }> {
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url !== '/v1/models') return hostileManners[manner](response, await readBody(request))
    response.writeHead(200, { 'content-type': 'application/json' })
    return response.end(JSON.stringify({ object: 'list', data: [{ id: 'm', object: 'model', created: 0, owned_by: 'nobody' }] }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function readBody(request: IncomingMessage): Promise<{ stream?: boolean }> {
  try {
    return Object(await json(request))
  } catch {
    return {}
  }
}
