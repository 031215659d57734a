import type { ServerConfig } from '@honestai/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Outcome } from '../../chat/outcome.ts'

declare module 'fastify' {
  interface FastifyRequest {
    outcome: Outcome
  }
}

/** Writes one line for each request. The route's pattern stands for the URL: a URL can hold what a log must not. */
export const requestLog = fastifyPlugin<Pick<ServerConfig, 'logPrompts'>>(async (app, { logPrompts }) => {
  app.decorateRequest('outcome')
  app.addHook('onRequest', async (request, reply) => {
    request.outcome = { arrivedMs: performance.now() }
    // Not `onResponse`, which Fastify does not run for a client that left.
    reply.raw.once('close', () => {
      const line = { ...toLine(request, reply), ...(logPrompts && { body: request.body }) }
      request.log[levelOf(line.status, request.outcome)](line, 'request')
    })
  })
})

function toLine(request: FastifyRequest, reply: FastifyReply) {
  const { arrivedMs, model, task, queueMs, loadMs, firstTokenMs, usage, error, fault } = request.outcome
  return {
    event: 'request',
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    status: statusOf(request, reply),
    durationMs: Math.round(performance.now() - arrivedMs),
    model,
    task,
    queueMs: rounded(queueMs),
    loadMs: rounded(loadMs),
    firstTokenMs: rounded(firstTokenMs),
    ...usage,
    errorCode: error?.code,
    // Pino's serializer writes the stack of what is under this key.
    err: fault,
  }
}

const rounded = (ms: number | undefined) => ms && Math.round(ms)

// A client that left has seen no status; 499 is what proxies write for it. A request that was interrupted was answered beside its reply.
function statusOf({ outcome }: FastifyRequest, { raw, statusCode }: FastifyReply): number {
  if (raw.writableEnded) return statusCode
  return (!raw.headersSent && outcome.error?.status) || 499
}

function levelOf(status: number, { error, fault }: Outcome): 'info' | 'warn' | 'error' {
  if (fault !== undefined) return 'error'
  return status >= 500 || (error && error.status >= 500) ? 'warn' : 'info'
}
