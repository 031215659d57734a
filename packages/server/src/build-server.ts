import type { Config, Router } from '@honestai/core'
import { type FastifyInstance, type FastifyServerOptions, fastify, LogController } from 'fastify'
import { answerClientError } from './answer-client-error.ts'
import { answerFrameworkError } from './answer-framework-error.ts'
import { errors } from './plugins/errors.ts'
import { inFlight } from './plugins/in-flight.ts'
import { jsonBody } from './plugins/json-body.ts'
import { requestId } from './plugins/request-id.ts'
import { requestLog } from './plugins/request-log.ts'
import { chatCompletions } from './routes/chat-completions.ts'
import { docs } from './routes/docs.ts'
import { embeddings } from './routes/embeddings.ts'
import { health } from './routes/health.ts'
import { models } from './routes/models.ts'

/** A request that has not arrived whole by then is refused. */
const requestTimeoutMs = 120_000

/** What a server is made of. */
export type ServerParts = {
  /** A started router. The caller disposes it, after it closed the server. */
  router: Router
  config: Config
  /** Fastify's logger options; by default nothing is logged. */
  logger?: NonNullable<FastifyServerOptions['logger']>
}

/**
 * Assembles the HTTP face of a router. It does not listen.
 *
 * @example
 * const app = buildServer({ router, config })
 * await app.listen({ port: 8080 })
 */
export function buildServer({ router, config, logger = false }: ServerParts): FastifyInstance {
  const app: FastifyInstance = fastify({
    logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: config.server.bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    // `drain` waits for running requests; what is open after it must not keep the process alive.
    forceCloseConnections: true,
    // Fastify's own answer while it closes has not the body of our errors.
    return503OnClosing: false,
    // Node bounds a URL already, and no route is a regular expression that a long parameter could slow down.
    routerOptions: { maxParamLength: 16_384 },
    // Node's own answer to a missing Host header has no body; the errors plugin gives it one.
    http: { requireHostHeader: false },
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: (error, socket) => answerClientError(error, socket, { log: app.log, requestTimeoutMs }),
  })
  // Node would refuse an expectation it does not know with an answer that has no body; HTTP lets a server ignore it.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  app.register(requestId)
  app.register(requestLog)
  app.register(inFlight)
  app.register(errors)
  app.register(jsonBody)
  app.register(chatCompletions, { router })
  app.register(embeddings, { router })
  app.register(models, { router })
  app.register(health, { router })
  app.register(docs)
  return app
}
