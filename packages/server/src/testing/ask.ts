import type { FastifyInstance, LightMyRequestResponse } from 'fastify'

const messages = [{ role: 'user', content: 'Hi.' }]

/** What a request has at least. */
const smallest: Record<string, object> = {
  '/v1/chat/completions': { model: 'canary', messages },
  '/v1/completions': { model: 'canary', prompt: 'One,' },
  '/v1/embeddings': { model: 'canary-embedding', input: 'a' },
  '/v1/responses': { model: 'canary', input: 'Hi.' },
  '/v1/messages': { model: 'canary', max_tokens: 10, messages },
  '/v1/messages/count_tokens': { model: 'canary', messages },
  '/v1/assistant': { messages },
}

const bodyOf = (path: string, fields: object): object => ({ ...smallest[path], ...fields })

/** Posts the smallest request of a route, with these fields more or instead, to a server that need not listen. */
export const ask = (app: FastifyInstance, path: string, fields: object = {}): Promise<LightMyRequestResponse> =>
  app.inject({ method: 'POST', url: path, body: bodyOf(path, fields) })

/** The same over the network; `url` is where the server listens. */
export const askOver = (url: string, path: string, fields: object = {}, { signal }: { signal?: AbortSignal } = {}): Promise<Response> =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(bodyOf(path, fields)),
    ...(signal && { signal }),
  })

/** The named events of a streamed answer. */
export const eventsOf = (body: string) =>
  [...body.matchAll(/^event: (.+)\ndata: (.+)$/gm)].map(([, type, data = '']) => ({ type, data: JSON.parse(data) }))
