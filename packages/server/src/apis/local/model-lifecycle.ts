import { Readable } from 'node:stream'
import type { Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { eventStreamHeaders, toNamedEvents, withPings } from '../../chat/with-pings.ts'
import { toModelWithState } from '../openai/models/models.ts'
import { findModel } from '../shared/find-model.ts'
import { parseBody } from '../shared/parse-body.ts'
import { loadEvents, loadRequest } from './load-model.ts'

type ById = { Params: { id: string } }

/** `POST /v1/models/:id/load`, whose progress can be streamed, and `POST /v1/models/:id/unload`. */
export const modelLifecycle: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post<ById>('/v1/models/:id/load', async (request, reply) => {
    const { stream } = parseBody(loadRequest, request.body ?? {}).request
    const { id } = await findModel(router, request.params.id)
    request.outcome.model = id
    const wantsStream = stream ?? request.headers.accept?.includes('text/event-stream') ?? false
    if (!wantsStream) {
      await router.load(id, { signal: request.cancellation })
      return toModelWithState(await findModel(router, id))
    }
    const events = loadEvents(router, id, { signal: request.cancellation, toBody: (thrown) => request.fail(thrown).toBody() })
    reply.headers(eventStreamHeaders)
    return reply.send(Readable.from(withPings(toNamedEvents(events), ': ping\n\n')))
  })

  app.post<ById>('/v1/models/:id/unload', async (request) => {
    const { id } = await findModel(router, request.params.id)
    request.outcome.model = id
    await router.unload(id)
    return toModelWithState(await findModel(router, id))
  })
}
