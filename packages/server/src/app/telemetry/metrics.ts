import type { ErrorCode, Router, RouterError } from '@honestai/core'
import fastifyPlugin from 'fastify-plugin'
import type { Outcome } from '../../chat/outcome.ts'
import type { Metrics } from '../../metrics/create-metrics.ts'
import { createRouterObserver, none, toOutcome } from '../../metrics/create-router-observer.ts'
import { version } from '../../version.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Counts a request that ended before it had a route: the parser or the framework refused it. */
    countRefused(error: RouterError): void
  }
}

type Options = { metrics: Metrics; models: readonly string[]; router: Pick<Router, 'subscribe'> }

/** Counts every request that ends, and what the router tells. */
export const metrics = fastifyPlugin<Options>(async (app, { metrics, models, router }) => {
  const known = new Set(models)
  router.subscribe(createRouterObserver(metrics))
  metrics.set('honestai_build_info', { version, node: process.version }, 1)
  // A counter that appears with its first event hides that event from `rate`.
  for (const model of models) {
    metrics.count('honestai_engine_crashes_total', { model }, 0)
    metrics.count('honestai_engine_restarts_total', { model }, 0)
    metrics.set('honestai_model_memory_bytes', { model }, 0)
  }

  const count = (route: string, { task, model = none }: Pick<Outcome, 'model' | 'task'>, code: ErrorCode | undefined): void =>
    metrics.count('honestai_http_requests_total', {
      route,
      task: task ?? none,
      model: known.has(model) ? model : none,
      outcome: toOutcome(code),
      code: code ?? none,
    })

  app.decorate('countRefused', ({ code }: RouterError) => count(none, {}, code))
  app.addHook('onRequest', async ({ routeOptions, outcome }, { raw }) => {
    // Not `onResponse`, which Fastify does not run for a client that left. Its request may not have noticed yet.
    raw.once('close', () =>
      count(routeOptions.url ?? none, outcome, outcome.error?.code ?? (raw.writableEnded ? undefined : 'request_cancelled')),
    )
  })
})
