import type { ModelHealth, Readiness, Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { version } from '../../version.ts'
import type { RecentErrors } from '../errors/recent-errors.ts'

/** `GET /livez`, `/readyz` and `/health`. None of them loads a model. */
export const health: FastifyPluginAsync<{ router: Router; recentErrors: RecentErrors }> = async (app, { router, recentErrors }) => {
  const readiness = async (): Promise<Readiness> =>
    app.isDraining() ? { ready: false, reason: 'The server is shutting down.' } : router.readiness()
  const options = { config: { always: true } }
  const open = { config: { always: true, withoutKey: true } }

  app.get('/livez', open, async () => ({ status: 'ok' }))

  app.get('/readyz', open, async (_request, reply) => {
    const now = await readiness()
    return now.ready ? { status: 'ready' } : reply.code(503).send({ status: 'not-ready', reason: now.reason })
  })

  app.get('/health', options, async () => {
    // Nothing is known of them before, and looking would verify them once more.
    const models = app.isStarting() ? [] : await router.health()
    return { ...toStatus(await readiness(), models), version, models, recentErrors: recentErrors.list() }
  })
}

function toStatus(readiness: Readiness, models: ModelHealth[]) {
  if (!readiness.ready) return { status: 'not-ready', reason: readiness.reason }
  const broken = models.some(({ state }) => state === 'failed' || state === 'recovering')
  return { status: broken ? 'degraded' : 'ready' }
}
