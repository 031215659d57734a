import type { RouterEvent } from '@honestai/core'
import type { FastifyBaseLogger } from 'fastify'

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
