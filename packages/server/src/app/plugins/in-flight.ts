import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type RouterError, routerError } from '@honestai/core'
import type { FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether new work is refused. */
    isDraining(): boolean
    /**
     * Refuses new work, lets running requests finish until the deadline, cancels the rest. Keeps listening, so that callers and
     * probes get a reason instead of a refused connection. Resolves with the number of cancelled requests.
     */
    drain(deadlineMs: number): Promise<number>
    /**
     * Cancels the request that this response belongs to, because its body broke off or broke the protocol. Returns its id; undefined when
     * none is running.
     */
    interrupt(response: ServerResponse, error: RouterError): string | undefined
  }
  interface FastifyRequest {
    /** Aborts when the client leaves or the drain's deadline passes; its reason is the {@link RouterError} to report. */
    cancellation: AbortSignal
  }
}

// Time for the error events of cancelled streams to reach their clients.
const farewellMs = 1000

/** Tracks running requests: cancels those whose client left, and drains the server. */
export const inFlight = fastifyPlugin(async (app) => {
  const running = new Map<ServerResponse, { request: FastifyRequest; controller: AbortController }>()
  const idle = new EventTarget()
  let draining = false

  app.decorateRequest('cancellation')
  app.addHook('onRequest', async (request, reply) => {
    const controller = new AbortController()
    request.cancellation = controller.signal
    running.set(reply.raw, { request, controller })
    // Not `onResponse`, which Fastify does not run for a client that left.
    reply.raw.once('close', () => {
      if (!reply.raw.writableEnded) cancel(controller, routerError('request_cancelled', {}))
      running.delete(reply.raw)
      if (running.size === 0) idle.dispatchEvent(new Event('idle'))
    })
    if (draining) reply.header('connection', 'close')
  })
  // Once everything that can be said against the request without its body has been said.
  app.addHook('preParsing', async ({ routeOptions }) => {
    if (draining && !routeOptions.config.always) throw routerError('shutting_down', {})
  })

  app.decorate('isDraining', () => draining)
  app.decorate('drain', async (deadlineMs: number) => {
    draining = true
    await untilIdle(deadlineMs)
    const cancelled = running.size
    for (const { controller } of running.values()) cancel(controller, routerError('shutting_down', {}))
    await untilIdle(farewellMs)
    return cancelled
  })

  app.decorate('interrupt', (response: ServerResponse, error: RouterError) => {
    const found = running.get(response)
    if (!found) return undefined
    cancel(found.controller, error)
    found.request.outcome.error = error
    return found.request.id
  })

  async function untilIdle(deadlineMs: number): Promise<void> {
    if (running.size === 0) return
    const finished = new AbortController()
    idle.addEventListener('idle', () => finished.abort(), { once: true })
    await sleep(deadlineMs, undefined, { signal: finished.signal }).catch(() => undefined)
  }
})

function cancel(controller: AbortController, reason: RouterError): void {
  if (!controller.signal.aborted) controller.abort(reason)
}
