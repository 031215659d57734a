import type { Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { eventStyles, sendEvents } from '../../chat/server-sent-events.ts'
import { modelErrors } from '../../routing/common-errors.ts'
import { described } from '../../routing/route-description.ts'
import { modelResponse, toModelWithState } from '../openai/models/models.ts'
import { findModel, parseBody } from '../shared/parse-body.ts'
import { loadEventResponse, loadEvents, loadRequest } from './load-model.ts'

type ById = { Params: { id: string } }

/** `POST /v1/models/:id/load`, whose progress can be streamed, and `POST /v1/models/:id/unload`. */
export const modelLifecycle: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post<ById>(
    '/v1/models/:id/load',
    described({
      group: 'Models',
      summary: 'Loads a model, with its progress where it is streamed.',
      request: loadRequest,
      bodyOptional: true,
      response: modelResponse,
      event: loadEventResponse,
      errors: modelErrors,
    }),
    async (request, reply) => {
      const { stream } = parseBody(loadRequest, request.body ?? {}).request
      const { id } = await findModel(router, request.params.id)
      request.outcome.model = id
      const wantsStream = stream ?? request.headers.accept?.includes('text/event-stream') ?? false
      if (!wantsStream) {
        await router.load(id, { signal: request.cancellation })
        return toModelWithState(await findModel(router, id))
      }
      const events = loadEvents(router, id, request.cancellation)
      return sendEvents(request, reply, events, eventStyles.named)
    },
  )

  app.post<ById>(
    '/v1/models/:id/unload',
    described({
      group: 'Models',
      summary: 'Unloads a model once nobody uses it.',
      response: modelResponse,
      errors: ['model_not_found', 'starting_up', 'shutting_down'],
    }),
    async (request) => {
      const { id } = await findModel(router, request.params.id)
      request.outcome.model = id
      await router.unload(id)
      return toModelWithState(await findModel(router, id))
    },
  )
}
