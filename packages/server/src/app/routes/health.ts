import type { ModelHealth, Readiness, Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { described } from '../../routing/route-description.ts'
import { version } from '../../version.ts'
import type { RecentErrors } from '../errors/recent-errors.ts'
import { healthResponse, livezResponse, readyzResponse, unreadyResponse } from './health-response.ts'

/** `GET /livez`, `/readyz` and `/health`. None of them loads a model. */
export const health: FastifyPluginAsync<{ router: Router; recentErrors: RecentErrors }> = async (app, { router, recentErrors }) => {
  const readiness = async (): Promise<Readiness> =>
    app.isDraining() ? { ready: false, reason: 'The server is shutting down.' } : router.readiness()

  app.get(
    '/livez',
    described({
      group: 'Operation',
      summary: 'Whether the process answers.',
      response: livezResponse,
      openBecause: 'Who probes holds no key, and learns nothing.',
      always: true,
    }),
    async () => ({ status: 'ok' }),
  )

  app.get(
    '/readyz',
    described({
      group: 'Operation',
      summary: 'Whether a request would be answered; 503 with the reason when not.',
      response: readyzResponse,
      unready: unreadyResponse,
      openBecause: 'Who probes holds no key, and learns no more than whether to send requests.',
      always: true,
    }),
    async (_request, reply) => {
      const now = await readiness()
      return now.ready ? { status: 'ready' } : reply.code(503).send({ status: 'not-ready', reason: now.reason })
    },
  )

  app.get(
    '/health',
    described({
      group: 'Operation',
      summary: 'Every model with its state, and the last errors.',
      response: healthResponse,
      always: true,
    }),
    async () => {
      // Nothing is known of them before, and looking would verify them once more.
      const models = app.isStarting() ? [] : await router.health()
      return { ...toStatus(await readiness(), models), version, models, recentErrors: recentErrors.list() }
    },
  )
}

function toStatus(readiness: Readiness, models: ModelHealth[]) {
  if (!readiness.ready) return { status: 'not-ready', reason: readiness.reason }
  const broken = models.some(({ state }) => state === 'failed' || state === 'recovering')
  return { status: broken ? 'degraded' : 'ready' }
}
