import { type RouterError, routerError } from '@honestai/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { toRouterError } from '../../errors/to-router-error.ts'
import type { RouteTable } from '../../routing/route-table.ts'
import type { RecentErrors } from './recent-errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The error to report for what was thrown while this request was served; the log line gets it too. */
    fail(error: unknown): RouterError
    /** The body of an error in the shape of the API that this request speaks. */
    toErrorBody(error: RouterError): object
  }
}

/** Answers every failure with the body of the error table. */
export const errors = fastifyPlugin<{ recentErrors: RecentErrors }>(async (app, { recentErrors }) => {
  app.decorateRequest('fail', function fail(this: FastifyRequest, thrown) {
    const error = explain(this, thrown)
    // What callers did wrong is theirs, and may quote what they sent.
    if (error.status >= 500) recentErrors.add(error.toBody().error)
    return error
  })
  app.decorateRequest('toErrorBody', function toErrorBody(this: FastifyRequest, error) {
    return app.routeTable.errorShapeOf(this).toBody(error, this.id)
  })
  app.setErrorHandler((error, request, reply) => answer(request, reply, request.fail(error)))
  app.setNotFoundHandler(async () => undefined)
  // Before the body is read: a wrong address is the first thing to say about a request.
  app.addHook('onRequest', async (request) => {
    if (request.is404) throw notFound(request, app.routeTable)
  })
})

/** The error of the table for what was thrown, noted for the log line. */
function explain(request: FastifyRequest, thrown: unknown): RouterError {
  const cause = request.cancellation.aborted ? request.cancellation.reason : thrown
  const error = toRouterError(cause, {
    bodyLimitBytes: request.server.initialConfig.bodyLimit ?? 0,
    contentType: request.headers['content-type'],
  })
  request.outcome.error = error
  if (error.code === 'internal_error') request.outcome.fault = cause
  return error
}

function answer(request: FastifyRequest, reply: FastifyReply, error: RouterError): FastifyReply {
  // OpenAI's and Anthropic's clients go by this; without it they send again whatever was answered with 5xx.
  reply.header('x-should-retry', String(error.retryable))
  if ('retryAfterSeconds' in error.details) reply.header('retry-after', error.details.retryAfterSeconds)
  // Fastify would close the connection under a client that still sends, who then never reads this answer.
  if (error.code === 'body_too_large') reply.removeHeader('connection')
  if ('allowed' in error.details) reply.header('allow', error.details.allowed.join(', '))
  return reply.code(error.status).send(request.toErrorBody(error))
}

function notFound({ method, url }: FastifyRequest, table: RouteTable): RouterError {
  // Without the query, which may hold a secret, and no longer than a message can bear.
  const path = (url.split('?')[0] ?? '').slice(0, 200)
  const allowed = table.methodsOf(path)
  if (allowed.length > 0) return routerError('method_not_allowed', { method, path, allowed })
  const known = table.routes.filter((route) => route.method !== 'HEAD').map((route) => `${route.method} ${route.path}`)
  return routerError('route_not_found', { method, path, routes: known })
}
