import type { IncomingMessage } from 'node:http'
import fastifyPlugin from 'fastify-plugin'

/**
 * Tells a client that waits with its body (`Expect: 100-continue`) to send it only once everything that can be said against the request
 * without the body has been checked. Node would ask for the body first.
 */
export const expectContinue = fastifyPlugin(async (app) => {
  const waiting = new WeakSet<IncomingMessage>()
  app.server.on('checkContinue', (request, response) => {
    waiting.add(request)
    app.server.emit('request', request, response)
  })
  // Node would refuse any other expectation with an answer that has no body; HTTP lets a server ignore it.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))

  app.addHook('preParsing', async ({ raw, headers, routeOptions }, reply) => {
    if (!waiting.has(raw) || Number(headers['content-length']) > routeOptions.bodyLimit) return
    waiting.delete(raw)
    reply.raw.writeContinue()
  })
  app.addHook('onSend', async ({ raw }, reply) => {
    // The client may never send the body, and what follows on the connection could be taken for it.
    if (waiting.has(raw)) reply.header('connection', 'close')
  })
})
