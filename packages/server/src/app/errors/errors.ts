import { type RouterError, routerError } from '@honestai/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { toErrorBody } from '../../errors/to-error-body.ts'
import { toRouterError } from '../../errors/to-router-error.ts'
import type { RecentErrors } from './recent-errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The error to report for what was thrown while this request was served; the log line gets it too. */
    fail(error: unknown): RouterError
  }
}

/** Answers every failure with the body of the error table. */
export const errors = fastifyPlugin<{ recentErrors: RecentErrors }>(async (app, { recentErrors }) => {
  const routes = collectRoutes(app)
  app.decorateRequest('fail', function fail(this: FastifyRequest, thrown) {
    const error = explain(this, thrown)
    // What callers did wrong is theirs, and may quote what they sent.
    if (error.status >= 500) recentErrors.add(error.toBody().error)
    return error
  })
  app.setErrorHandler((error, request, reply) => answer(request, reply, request.fail(error)))
  app.setNotFoundHandler(async () => undefined)
  // Before the body is read: a wrong address is the first thing to say about a request.
  app.addHook('onRequest', async (request) => {
    if (request.is404) throw notFound(request, routes)
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

function answer({ id, url }: FastifyRequest, reply: FastifyReply, error: RouterError): FastifyReply {
  // OpenAI's and Anthropic's clients go by this; without it they send again whatever was answered with 5xx.
  reply.header('x-should-retry', String(error.retryable))
  if ('retryAfterSeconds' in error.details) reply.header('retry-after', error.details.retryAfterSeconds)
  // Fastify would close the connection under a client that still sends, who then never reads this answer.
  if (error.code === 'body_too_large') reply.removeHeader('connection')
  if ('allowed' in error.details) reply.header('allow', error.details.allowed.join(', '))
  return reply.code(error.status).send(toErrorBody(error, url, id))
}

function notFound({ method, url }: FastifyRequest, routes: Map<string, string[]>): RouterError {
  // Without the query, which may hold a secret, and no longer than a message can bear.
  const path = (url.split('?')[0] ?? '').slice(0, 200)
  const allowed = [...routes].filter(([pattern]) => matches(pattern, path)).flatMap(([, methods]) => methods)
  if (allowed.length > 0) return routerError('method_not_allowed', { method, path, allowed })
  const known = [...routes].flatMap(([pattern, methods]) => methods.filter((name) => name !== 'HEAD').map((name) => `${name} ${pattern}`))
  return routerError('route_not_found', { method, path, routes: known })
}

/** The methods of each route, kept up to date as routes are added. */
function collectRoutes(app: FastifyInstance): Map<string, string[]> {
  const routes = new Map<string, string[]>()
  app.addHook('onRoute', ({ url, method }) => {
    routes.set(url, [...(routes.get(url) ?? []), ...[method].flat()])
  })
  return routes
}

function matches(pattern: string, path: string): boolean {
  const [names, segments] = [pattern.split('/'), path.split('/')]
  return names.length === segments.length && names.every((name, index) => name.startsWith(':') || name === segments[index])
}
