import type { Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import type { Metrics } from '../../metrics/create-metrics.ts'
import { processMetrics } from '../../metrics/process-metrics.ts'
import { setModelGauges } from '../../metrics/set-model-gauges.ts'

/** `GET /metrics`, in Prometheus's text format. */
export const metrics: FastifyPluginAsync<{ router: Router; metrics: Metrics }> = async (app, { router, metrics }) => {
  app.get('/metrics', { config: { always: true } }, async (_request, reply) => {
    if (!app.isStarting()) setModelGauges(metrics, await router.health())
    const texts = [await metrics.text(), await processMetrics()]
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(texts.join('\n'))
  })
}
