import { type Router, routerError } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { toModel } from '../openai/to-model.ts'

/** `GET /v1/models` and `GET /v1/models/:id`. */
export const models: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.get('/v1/models', async () => ({ object: 'list', data: router.models().map(toModel) }))

  app.get<{ Params: { id: string } }>('/v1/models/:id', async ({ params: { id } }) => {
    const all = router.models()
    const found = all.find((model) => model.id === id)
    if (!found) throw routerError('model_not_found', { model: id, available: all.map((model) => model.id) })
    return toModel(found)
  })
}
