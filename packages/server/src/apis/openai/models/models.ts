import type { ModelHealth, Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { described } from '../../../routing/route-description.ts'
import { findModel } from '../../shared/parse-body.ts'

/** `GET /v1/models` and `GET /v1/models/:id`. */
export const models: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.get(
    '/v1/models',
    described({
      group: 'Models',
      summary: 'The configured models.',
      alsoAt: ['/models'],
      response: modelListResponse,
      errors: ['starting_up', 'shutting_down'],
    }),
    async () => ({ object: 'list', data: router.models().map(toModel) }),
  )

  app.get<{ Params: { id: string } }>(
    '/v1/models/:id',
    described({
      group: 'Models',
      summary: 'One model, with its state.',
      response: modelResponse,
      errors: ['model_not_found', 'starting_up', 'shutting_down'],
    }),
    async ({ params: { id } }) => toModelWithState(await findModel(router, id)),
  )
}

// Weights on disk have no date of creation that means anything to a client, and OpenAI's shape asks for one: the server's start.
const created = Math.floor(Date.now() / 1000)

const abilities = z.array(z.enum(['chat', 'embed']))

const modelFields = { id: z.string(), object: z.literal('model'), created: z.int(), owned_by: z.literal('local') }

/** The answer of `GET /v1/models`. */
export const modelListResponse = z.object({
  object: z.literal('list'),
  data: z.array(z.object({ ...modelFields, honestai: z.object({ abilities }) })),
})

/** The answer of `GET /v1/models/:id`, and of loading and unloading it: a model with what `GET /health` tells of it. */
export const modelResponse = z.object({
  ...modelFields,
  honestai: z.looseObject({
    abilities,
    state: z.enum(['unloaded', 'loading', 'ready', 'failed', 'recovering']),
    progress: z.number().min(0).max(1).optional(),
    lastLoad: z.object({ at: z.string(), durationMs: z.number() }).nullable(),
    slots: z.object({ active: z.int(), total: z.int() }),
    queue: z.object({ waiting: z.int(), limit: z.int() }),
    restarts: z.int(),
    sandbox: z.array(z.string()),
  }),
})

/** A model in OpenAI's shape. */
const toModel = ({ id, abilities }: ReturnType<Router['models']>[number]): z.infer<typeof modelListResponse>['data'][number] => ({
  ...toFields(id),
  honestai: { abilities: [...abilities] },
})

/** A model in OpenAI's shape, with what is known of it. */
export const toModelWithState = ({ id, ...facts }: ModelHealth): z.infer<typeof modelResponse> => ({
  ...toFields(id),
  honestai: { ...facts, abilities: [...facts.abilities], sandbox: [...facts.sandbox] },
})

const toFields = (id: string) => ({ id, object: 'model' as const, created, owned_by: 'local' as const })
