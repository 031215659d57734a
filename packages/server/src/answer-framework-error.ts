import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { toErrorBody } from './to-error-body.ts'
import { toRouterError } from './to-router-error.ts'

/** Answers what Fastify refuses before it runs any hook, such as a URL it cannot decode. */
export function answerFrameworkError(thrown: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const error = toRouterError(thrown, { bodyLimitBytes: 0, contentType: undefined })
  request.server.countRefused(error)
  request.log.info({ event: 'request', method: request.method, route: 'none', status: error.status, errorCode: error.code }, 'request')
  reply.code(error.status).headers({ 'x-request-id': request.id, 'x-should-retry': String(error.retryable) })
  reply.send(toErrorBody(error, request.url, request.id))
}
