import type { AddressInfo } from 'node:net'
import { type ApiKeys, type Config, createRouter, type Router, type RouterEvent, readApiKeys, routerError } from '@honestai/core'
import type { FastifyInstance } from 'fastify'
import { buildServer, type ServerParts } from './build-server.ts'
import { isLoopback } from './is-loopback.ts'
import { logRouterEvent } from './log-router-event.ts'
import { toPortError } from './to-port-error.ts'

/** A server that listens, and its router. */
export type RunningServer = {
  app: FastifyInstance
  router: Router
  /** Where it listens, with the port it got. */
  url: string
  /** Whether a request has to send an API key. */
  asksForKey: boolean
  /** Refuses new work, lets running requests finish until the deadline, then ends everything. */
  stop(deadlineMs: number): Promise<void>
}

/**
 * Starts a router and its server. Asks for the API keys that the config or HONESTAI_API_KEYS names, and refuses to listen beyond loopback
 * without any. Throws an error of the table when it fails, and then leaves nothing running.
 *
 * @example
 * const server = await startServer(await loadConfig({ port: 0 }))
 * await fetch(`${server.url}/v1/models`)
 * await server.stop(10_000)
 */
export async function startServer(config: Config, logger?: ServerParts['logger']): Promise<RunningServer> {
  const apiKeys = await readApiKeys(config.server.apiKeysFile)
  refuseOpenDoor(config, apiKeys)
  // Nothing is logged until the start has succeeded: a failed start leaves its error record on stderr, and only that.
  const early: RouterEvent[] = []
  let onEvent = (event: RouterEvent): void => void early.push(event)
  const listeners: ((event: RouterEvent) => void)[] = [(event) => onEvent(event)]
  const router = createRouter(config, {
    onEvent: (event) => {
      for (const listener of listeners) listener(event)
    },
  })
  const app = buildServer({ router, config, apiKeys, subscribe: (listener) => listeners.push(listener), ...(logger && { logger }) })
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
  warn(app, config, apiKeys)

  const { port } = app.server.address() as AddressInfo
  return {
    app,
    router,
    url: toUrl(config.server.host, port),
    asksForKey: apiKeys.digests.length > 0,
    stop: (deadlineMs) => stop(app, router, deadlineMs),
  }
}

function refuseOpenDoor({ server: { host, allowNoKey } }: Config, { digests }: ApiKeys): void {
  if (!isLoopback(host) && digests.length === 0 && !allowNoKey) throw routerError('api_key_required', { host })
}

function warn({ log }: FastifyInstance, { server: { host } }: Config, { digests, worldReadable }: ApiKeys): void {
  if (!isLoopback(host) && digests.length === 0) {
    const message = `WARNING: this server listens on ${host}, so other machines may reach it, and it asks them for no API key.`
    log.warn({ event: 'exposed', host }, message)
  }
  if (worldReadable) log.warn({ event: 'keys-readable' }, 'WARNING: every user of this machine can read the file with the API keys.')
}

const toUrl = (host: string, port: number) => `http://${host.includes(':') ? `[${host}]` : host}:${port}`

async function stop(app: FastifyInstance, router: Router, deadlineMs: number): Promise<void> {
  app.log.info({ event: 'drain-started', deadlineMs }, 'drain-started')
  const cancelled = await app.drain(deadlineMs)
  await app.close()
  await router[Symbol.asyncDispose]()
  app.log.info({ event: 'drain-finished', cancelled }, 'drain-finished')
}
