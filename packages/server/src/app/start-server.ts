import type { AddressInfo } from 'node:net'
import type { RouterEvent } from '@honestai/core'
import { type ApiKeys, type Config, createRouter, type Router, readApiKeys, routerError, type ServerConfig } from '@honestai/core'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { isLoopback } from './access/create-host-rule.ts'
import { buildServer, type ServerParts } from './build-server.ts'

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

/** What a start may be given besides its config. */
export type StartOptions = {
  logger?: NonNullable<ServerParts['logger']>
  /** Called once it listens, while models are still verified: from then on it can be stopped. */
  onListening?: (server: RunningServer) => void
}

/**
 * Starts a server and its router. It listens first, so that probes are answered and whoever comes early is told so, then verifies the models.
 * Asks for the API keys that the config or HONESTAI_API_KEYS names, and refuses to listen beyond loopback without any. Throws an error of the
 * table when it fails, `shutting_down` when it was stopped meanwhile, and then leaves nothing running.
 *
 * @example
 * const server = await startServer(await loadConfig({ port: 0 }))
 * await fetch(`${server.url}/v1/models`)
 * await server.stop(10_000)
 */
export async function startServer(config: Config, { logger = false, onListening }: StartOptions = {}): Promise<RunningServer> {
  const apiKeys = await readApiKeys(config.server.apiKeysFile)
  refuseOpenDoor(config, apiKeys)
  const router = createRouter(config)
  const started = Promise.withResolvers<void>()
  // Nothing is logged until the start has succeeded: a failed start leaves its error record on stderr, and only that.
  const log = holdLog(logger)
  const app = buildServer({ router, config, apiKeys, started: started.promise, logger: log.logger })
  router.subscribe((event) => logRouterEvent(app.log, event))
  let stopping: Promise<void> | undefined
  try {
    await app.listen({ host: config.server.host, port: config.server.port })
    const { port } = app.server.address() as AddressInfo
    const server: RunningServer = {
      app,
      router,
      url: toUrl(config.server.host, port),
      asksForKey: apiKeys.digests.length > 0,
      stop(deadlineMs) {
        log.release()
        stopping ??= stop(app, router, deadlineMs)
        return stopping
      },
    }
    onListening?.(server)
    await router.start()
    if (stopping) throw routerError('shutting_down', {})
    started.resolve()
    warn(app, config, apiKeys)
    log.release()
    return server
  } catch (error) {
    await stopping
    await app.close()
    await router[Symbol.asyncDispose]()
    throw toPortError(error, config.server)
  }
}

function refuseOpenDoor({ server: { host, allowNoKey } }: Config, { digests }: ApiKeys): void {
  if (!isLoopback(host) && digests.length === 0 && !allowNoKey) throw routerError('api_key_required', { host })
}

function warn({ log }: FastifyInstance, { server: { host, logPrompts } }: Config, { digests, worldReadable }: ApiKeys): void {
  if (!isLoopback(host) && digests.length === 0) {
    const message = `WARNING: this server listens on ${host}, so other machines may reach it, and it asks them for no API key.`
    log.warn({ event: 'exposed', host }, message)
  }
  if (logPrompts) log.warn({ event: 'prompts-logged' }, 'WARNING: the body of every request is written into this log, prompts included.')
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

type Logger = NonNullable<ServerParts['logger']>

/** Keeps what is logged until it is released, in its order; what never is, is never written. */
function holdLog(logger: Logger): { logger: Logger; release(): void } {
  if (typeof logger === 'boolean' || !('stream' in logger) || !logger.stream) return { logger, release: () => {} }
  const { stream } = logger
  let held: string[] | undefined = []
  return {
    logger: { ...logger, stream: { write: (line) => void (held ? held.push(line) : stream.write(line)) } },
    release() {
      for (const line of held ?? []) stream.write(line)
      held = undefined
    },
  }
}

const reasons: Record<string, string> = {
  EADDRINUSE: 'Another program listens there already.',
  EACCES: 'The operating system does not let this user listen on that port.',
  EADDRNOTAVAIL: 'This machine has no such address.',
  ENOTFOUND: 'There is no host of that name.',
}

/** `port_unavailable` for a failure to listen; anything else comes back as it is. */
export function toPortError(error: unknown, { host, port }: Pick<ServerConfig, 'host' | 'port'>): unknown {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? '']
  return reason === undefined ? error : routerError('port_unavailable', { host, port, reason })
}

/** Writes what happened inside the router as one line. */
export function logRouterEvent(log: FastifyBaseLogger, event: RouterEvent): void {
  const { type, ...facts } = event
  log[levelOf(event)]({ event: type, ...facts }, type)
}

function levelOf(event: RouterEvent): 'debug' | 'info' | 'error' {
  if ('error' in event) return 'error'
  // A request has a line of its own, and a change of state follows from what is logged already.
  return event.type.startsWith('request-') || event.type === 'state-changed' ? 'debug' : 'info'
}
