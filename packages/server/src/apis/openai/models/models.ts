import type { Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { findModel } from '../../shared/find-model.ts'
import { toModel, toModelWithState } from './to-model.ts'

/** `GET /v1/models` and `GET /v1/models/:id`. */
export const models: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.get('/v1/models', async () => ({ object: 'list', data: router.models().map(toModel) }))

  app.get<{ Params: { id: string } }>('/v1/models/:id', async ({ params: { id } }) => toModelWithState(await findModel(router, id)))
}
