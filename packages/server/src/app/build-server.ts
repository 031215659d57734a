import type { ApiKeys, Config, Router } from '@honestai/core'
import { type FastifyInstance, type FastifyServerOptions, fastify, LogController } from 'fastify'
import { api } from '../apis/api.ts'
import { openAiErrors } from '../apis/openai/error-shape.ts'
import { createMetrics } from '../metrics/create-metrics.ts'
import { pathAliases } from '../routing/path-aliases.ts'
import { routeTable } from '../routing/route-table.ts'
import { apiKeys } from './access/api-keys.ts'
import { browserOrigins } from './access/browser-origins.ts'
import { hostAllowlist } from './access/host-allowlist.ts'
import { answerClientError, answerFrameworkError } from './errors/answer-client-error.ts'
import { errors } from './errors/errors.ts'
import { createRecentErrors } from './errors/recent-errors.ts'
import { expectContinue } from './plugins/expect-continue.ts'
import { inFlight } from './plugins/in-flight.ts'
import { jsonBody } from './plugins/json-body.ts'
import { liveness } from './plugins/liveness.ts'
import { requestId } from './plugins/request-id.ts'
import { requestLimits } from './plugins/request-limits.ts'
import { startUp } from './plugins/start-up.ts'
import { docs } from './routes/docs.ts'
import { health } from './routes/health.ts'
import { metrics as metricsRoute } from './routes/metrics.ts'
import { openApi } from './routes/open-api.ts'
import { statusPage } from './routes/status-page.ts'
import { metrics as requestMetrics } from './telemetry/metrics.ts'
import { requestLog } from './telemetry/request-log.ts'
import { routerFacts } from './telemetry/router-facts.ts'

// Node looks for connections that are too slow at intervals; they live longer than they may by up to this.
const slowCheckMs = 1000

/** What a server is made of. */
export type ServerParts = {
  /** A router that is started, or is while `started` is pending. The caller disposes it, after it closed the server. */
  router: Router
  config: Config
  /** Keys of which every request must send one; by default none is asked for. `readApiKeys` reads those that the config names. */
  apiKeys?: ApiKeys
  /** Until it resolves, requests are refused with `starting_up`; by default none is. */
  started?: Promise<unknown>
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
export function buildServer({ router, config, apiKeys: keys, started, logger = false }: ServerParts): FastifyInstance {
  const { server } = config
  const metrics = createMetrics()
  const recentErrors = createRecentErrors()
  router.subscribe((event) => {
    if ('error' in event) recentErrors.add(event.error)
  })
  const requestTimeout = server.requestTimeoutSeconds * 1000
  const headersTimeout = Math.min(server.headersTimeoutSeconds * 1000, requestTimeout)
  const app: FastifyInstance = fastify({
    logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: server.bodyLimitBytes,
    requestTimeout,
    // `drain` waits for running requests; what is open after it must not keep the process alive.
    forceCloseConnections: true,
    // Fastify's own answer while it closes has not the body of our errors.
    return503OnClosing: false,
    // Node bounds a URL already, and no route is a regular expression that a long parameter could slow down.
    routerOptions: { maxParamLength: 16_384 },
    http: {
      // Node's own answer to a missing Host header has no body; the host allowlist gives it one.
      requireHostHeader: false,
      maxHeaderSize: server.maxHeaderBytes,
      headersTimeout,
      requestTimeout,
      connectionsCheckingInterval: Math.min(slowCheckMs, headersTimeout),
    },
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: (error, socket) => answerClientError(error, socket, { app, server }),
  })
  app.server.maxConnections = server.maxConnections
  app.register(routeTable, { usualErrors: openAiErrors })
  app.register(pathAliases)
  // The order in which a request is judged.
  app.register(liveness, server)
  app.register(requestId)
  app.register(requestLog, server)
  app.register(routerFacts, { router })
  app.register(requestMetrics, { metrics, models: config.models.map(({ id }) => id), router })
  app.register(startUp, { started })
  app.register(inFlight)
  app.register(requestLimits, server)
  app.register(hostAllowlist, server)
  app.register(browserOrigins, server)
  app.register(errors, { recentErrors })
  app.register(apiKeys, { digests: keys?.digests ?? [] })
  app.register(expectContinue)
  app.register(jsonBody)
  app.register(api, { router, config })
  app.register(health, { router, recentErrors })
  app.register(metricsRoute, { router, metrics })
  app.register(statusPage)
  app.register(openApi)
  app.register(docs)
  return app
}
