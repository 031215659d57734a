import type { RouterEvent } from '@honestai/core'
import type { FastifyBaseLogger } from 'fastify'

/** Writes what happened inside the router as one line. */
export function logRouterEvent(log: FastifyBaseLogger, { type, ...facts }: RouterEvent): void {
  log['error' in facts ? 'error' : 'info']({ event: type, ...facts }, type)
}
