import type { Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Metrics } from '../../metrics/create-metrics.ts'
import { setModelGauges } from '../../metrics/set-model-gauges.ts'
import { described } from '../../routing/route-description.ts'

/** `GET /metrics`, in Prometheus's text format. */
export const metrics: FastifyPluginAsync<{ router: Router; metrics: Metrics }> = async (app, { router, metrics }) => {
  app.get(
    '/metrics',
    described({
      group: 'Operation',
      summary: "Metrics in Prometheus's text format.",
      mediaType: 'text/plain',
      always: true,
    }),
    async (_request, reply) => {
      if (!app.isStarting()) setModelGauges(metrics, await router.health())
      const texts = [await metrics.text(), await processMetrics()]
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(texts.join('\n'))
    },
  )
}

let registry: Registry | undefined

/** CPU, memory, file descriptors and event loop of this process, in the text format. Collected from the first call on: unasked they cost nothing. */
function processMetrics(): Promise<string> {
  if (!registry) {
    registry = new Registry()
    collectDefaultMetrics({ register: registry })
  }
  return registry.metrics()
}
