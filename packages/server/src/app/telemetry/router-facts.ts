import type { Router, RouterEvent } from '@honestai/core'
import fastifyPlugin from 'fastify-plugin'
import { addUsage } from '../../chat/add-usage.ts'
import type { Outcome } from '../../chat/outcome.ts'

/** A request in the router's hands. */
type Followed = { outcome: Outcome; startedMs?: number }

/** Notes on each running request what the router tells of it, for its log line and its metrics. */
export const routerFacts = fastifyPlugin<{ router: Pick<Router, 'subscribe'> }>(async (app, { router }) => {
  const running = new Map<string, Followed>()
  app.addHook('onRequest', async ({ id, outcome }, reply) => {
    // An id is the client's to choose. Of two requests that have one at the same time, the first is followed.
    if (running.has(id)) return
    running.set(id, { outcome })
    reply.raw.once('close', () => running.delete(id))
  })

  router.subscribe((event) => {
    if (event.type === 'load-finished') noteLoad(running.values(), event.model, event.durationMs)
    const followed = 'requestId' in event ? running.get(event.requestId) : undefined
    if (followed) note(followed, event)
  })
})

function note(followed: Followed, event: RouterEvent): void {
  const { outcome } = followed
  outcome.model = event.model
  if ('task' in event) outcome.task = event.task
  if (event.type === 'request-started') {
    followed.startedMs = performance.now()
    outcome.queueMs = event.queueMs
  }
  if (event.type === 'request-first-token') outcome.firstTokenMs = event.firstTokenMs
  // An HTTP request with several prompts is several to the router.
  if (event.type === 'request-finished') outcome.usage = addUsage(outcome.usage, event.usage)
}

/** A request that has its slot and no token yet has waited for the load of its model, or for the rest of it. */
function noteLoad(running: Iterable<Followed>, model: string, durationMs: number): void {
  for (const { outcome, startedMs } of running) {
    if (outcome.model !== model || startedMs === undefined || outcome.firstTokenMs !== undefined) continue
    outcome.loadMs = Math.min(durationMs, performance.now() - startedMs)
  }
}
