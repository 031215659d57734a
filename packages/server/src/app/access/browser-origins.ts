import { routerError, type ServerConfig } from '@honestai/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { pageHeaders } from '../../pages/render-page.ts'

/**
 * Keeps web pages out that the config does not name. CORS alone does not: it hides answers from a page, but a page may send simple requests
 * to any server and have it work. So whatever a browser marks as another origin's is refused before anything is done. Programs that are no
 * browsers send no such marks and are not concerned. `@fastify/cors` would not refuse, and answers every OPTIONS itself.
 */
export const browserOrigins = fastifyPlugin<Pick<ServerConfig, 'allowedOrigins'>>(async (app, { allowedOrigins }) => {
  const allowed = new Set(allowedOrigins)
  app.addHook('onRequest', async (request, reply) => {
    const { origin, host = '' } = request.headers
    reply.headers(pageHeaders)
    if (allowed.size > 0) reply.header('vary', 'Origin')
    if (origin === undefined) {
      if (isEmbedded(request)) throw routerError('origin_not_allowed', { origin: 'unknown' })
      return
    }
    if (isOwn(origin, host)) return
    if (!allowed.has(origin)) throw routerError('origin_not_allowed', { origin: origin.slice(0, 200) })
    reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': 'X-Request-Id, Retry-After, X-Should-Retry' })
    if (request.method === 'OPTIONS' && 'access-control-request-method' in request.headers) return answerPreflight(request, reply)
  })
})

// The Host header has passed its own rule. A proxy may speak https to the browser, so the scheme does not count.
const isOwn = (origin: string, host: string) => origin === `http://${host}` || origin === `https://${host}`

/** Whether a page of another origin asks without saying which, as for an image; following a link from one is the person's own act. */
function isEmbedded({ headers, method }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site !== 'cross-site' && site !== 'same-site') return false
  return !(method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document')
}

function answerPreflight({ headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const asked = headers['access-control-request-headers']
  reply.headers({ 'access-control-allow-methods': 'GET, HEAD, POST, DELETE', 'access-control-max-age': '600' })
  // What headers there are is no secret; those that count are checked where they count.
  if (asked !== undefined) reply.header('access-control-allow-headers', asked)
  // Chrome asks this of pages on the internet that call a private address.
  if (headers['access-control-request-private-network'] === 'true') reply.header('access-control-allow-private-network', 'true')
  return reply.code(204).send()
}
