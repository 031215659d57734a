import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import fastifyPlugin from 'fastify-plugin'

// Anything else could forge log lines or split headers downstream.
const safeId = /^[\w.-]{1,64}$/

/** Takes the caller's X-Request-Id where it is safe, makes one otherwise, and says it on every answer. */
export const requestId = fastifyPlugin(async (app) => {
  app.setGenReqId((request) => idOf(request as IncomingMessage))
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    const { idHeader } = app.routeTable.errorShapeOf(request)
    if (idHeader) reply.header(idHeader, request.id)
  })
})

function idOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && safeId.test(given) ? given : `req_${randomUUID()}`
}
