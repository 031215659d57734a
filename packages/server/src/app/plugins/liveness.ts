import type { ServerConfig } from '@honestai/core'
import type { FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { pageHeaders } from '../../pages/render-page.ts'
import { createHostRule } from '../access/create-host-rule.ts'

const body = JSON.stringify({ status: 'ok' })
const headers = { ...pageHeaders, 'content-type': 'application/json; charset=utf-8' }

/**
 * Answers `GET /livez` before anything else looks at it: a probe comes every second or more often, says only that the process answers, and is
 * neither logged nor counted. One that anything could be said against, or that comes while the server drains, goes the way of all requests.
 */
export const liveness = fastifyPlugin<Pick<ServerConfig, 'host' | 'allowedHosts'>>(async (app, config) => {
  const isAnswered = createHostRule(config)
  // No promise: it would cost more than all the rest.
  app.addHook('onRequest', (request, reply, done) => {
    if (request.url !== '/livez' || app.isDraining() || !isPlainProbe(request) || !isAnswered(request.headers.host ?? '')) return done()
    reply.headers(headers).header('x-request-id', request.id).send(body)
  })
})

/** What programs send that ask for nothing but life; browsers always send more. */
const plainHeaders = new Set(['host', 'connection', 'user-agent', 'accept', 'accept-encoding', 'x-request-id'])

function isPlainProbe({ method, headers, raw: { rawHeaders } }: FastifyRequest): boolean {
  const names = Object.keys(headers)
  // Names and values stand in turn in `rawHeaders`, so one that is there more than once makes it longer.
  return method === 'GET' && rawHeaders.length === 2 * names.length && names.every((name) => plainHeaders.has(name))
}
