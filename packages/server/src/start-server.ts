import type { AddressInfo } from 'node:net'
import { type Config, createRouter, type Router, type RouterEvent } from '@honestai/core'
import type { FastifyInstance } from 'fastify'
import { buildServer, type ServerParts } from './build-server.ts'
import { logRouterEvent } from './log-router-event.ts'
import { toPortError } from './to-port-error.ts'

/** A server that listens, and its router. */
export type RunningServer = {
  app: FastifyInstance
  router: Router
  /** Where it listens, with the port it got. */
  url: string
  /** Refuses new work, lets running requests finish until the deadline, then ends everything. */
  stop(deadlineMs: number): Promise<void>
}

/**
 * Starts a router and its server. Throws an error of the table when that fails, and then leaves nothing running.
 *
 * @example
 * const server = await startServer(await loadConfig({ port: 0 }))
 * await fetch(`${server.url}/v1/models`)
 * await server.stop(10_000)
 */
export async function startServer(config: Config, logger?: ServerParts['logger']): Promise<RunningServer> {
  // Nothing is logged until the start has succeeded: a failed start leaves its error record on stderr, and only that.
  const early: RouterEvent[] = []
  let onEvent = (event: RouterEvent): void => void early.push(event)
  const router = createRouter(config, { onEvent: (event) => onEvent(event) })
  const app = buildServer({ router, config, ...(logger && { logger }) })
  try {
    await router.start()
    await app.listen({ host: config.server.host, port: config.server.port })
  } catch (error) {
    await app.close()
    await router[Symbol.asyncDispose]()
    throw toPortError(error, config.server)
  }
  onEvent = (event) => logRouterEvent(app.log, event)
  early.forEach(onEvent)

  const { port } = app.server.address() as AddressInfo
  return { app, router, url: toUrl(config.server.host, port), stop: (deadlineMs) => stop(app, router, deadlineMs) }
}

const toUrl = (host: string, port: number) => `http://${host.includes(':') ? `[${host}]` : host}:${port}`

async function stop(app: FastifyInstance, router: Router, deadlineMs: number): Promise<void> {
  app.log.info({ event: 'drain-started', deadlineMs }, 'drain-started')
  const cancelled = await app.drain(deadlineMs)
  await app.close()
  await router[Symbol.asyncDispose]()
  app.log.info({ event: 'drain-finished', cancelled }, 'drain-finished')
}
