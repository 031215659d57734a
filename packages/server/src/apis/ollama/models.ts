import { type Config, type ModelFacts, type Router, RouterError, routerError } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { described } from '../../routing/route-description.ts'
import { version } from '../../version.ts'
import { parseBody } from '../shared/parse-body.ts'
import { ollamaErrors } from './error-shape.ts'
import { listedShape, modifiedAt, runningShape, shownShape, toIdentity, toShown } from './model-shape.ts'
import { toModel } from './to-model.ts'

/** The version of Ollama whose API these routes follow; clients look whether it is new enough for them. */
const apiVersion = '0.13.0'

const forEver = '9999-12-31T23:59:59.000Z'

const showRequest = z
  .object({
    model: z.string().min(1).nullish().describe('Id of a model.'),
    name: z.string().min(1).nullish().describe('Older name of model.'),
    verbose: z.boolean().nullish().describe('Accepted, and changes nothing: vocabularies are not told.'),
  })
  .refine(({ model, name }) => model ?? name, { path: ['model'], message: 'it is missing; expected a text' })

/** `GET /api/tags`, `/api/ps` and `/api/version`, and `POST /api/show`, as Ollama has them. */
export const models: FastifyPluginAsync<{ router: Router; config: Config }> = async (app, { router, config }) => {
  const route = { group: 'Ollama', errors: ['starting_up', 'shutting_down'], errorShape: ollamaErrors } as const

  app.get(
    '/api/tags',
    described({ ...route, summary: 'The models that can be used.', response: z.object({ models: z.array(listedShape) }) }),
    async () => {
      const all = await usable(router.models().map(({ id }) => id))
      return { models: await Promise.all(all.map(async (facts) => ({ ...toIdentity(facts), modified_at: await modifiedAt(facts) }))) }
    },
  )

  app.get(
    '/api/ps',
    described({ ...route, summary: 'The models that are loaded.', response: z.object({ models: z.array(runningShape) }) }),
    async () => {
      const ready = (await router.health()).filter(({ state }) => state === 'ready')
      const all = await usable(ready.map(({ id }) => id))
      return {
        models: all.map((facts) => ({
          ...toIdentity(facts),
          expires_at: expiryOf(facts, config),
          size_vram: 0,
          context_length: facts.contextSize,
        })),
      }
    },
  )

  app.post(
    '/api/show',
    described({
      ...route,
      summary: 'What is known of a model.',
      request: showRequest,
      response: shownShape,
      errors: [...route.errors, 'model_not_found'],
    }),
    async (request) => {
      const { model, name } = parseBody(showRequest, request.body).request
      const { model: id } = router.decide(toModel(router, model ?? name ?? ''))
      const facts = await router.facts(id)
      return toShown(facts, await modifiedAt(facts))
    },
  )

  app.get(
    '/api/version',
    described({
      ...route,
      summary: "The version of Ollama's API that is spoken.",
      response: z.object({ version: z.string(), honestai: z.object({ version: z.string() }) }),
    }),
    async () => ({ version: apiVersion, honestai: { version } }),
  )

  /** Weights that are of no use are left out: `GET /health` tells what is wrong with them. */
  async function usable(ids: string[]): Promise<ModelFacts[]> {
    const all = ids.map((id) =>
      router.facts(id).catch((error) => {
        if (error instanceof RouterError) return undefined
        throw error
      }),
    )
    return (await Promise.all(all)).filter((facts) => facts !== undefined)
  }

  for (const { method, path, operation, instead } of refused) {
    app.route({
      method,
      url: path,
      ...described({ ...route, summary: `Refused: ${operation}.`, errors: ['operation_unsupported'] }),
      handler: async () => {
        throw routerError('operation_unsupported', {
          operation,
          param: 'URL',
          reason: 'What this server serves, its config says, and it connects to nobody.',
          instead,
        })
      },
    })
  }
}

const editConfig = 'Change the models in the config, and start the server again.'

const refused = [
  {
    method: 'POST',
    path: '/api/pull',
    operation: 'Pulling a model over HTTP',
    instead: 'Run `honestai pull` on the machine of the server.',
  },
  { method: 'POST', path: '/api/push', operation: 'Pushing a model', instead: 'Copy the file of its weights.' },
  { method: 'POST', path: '/api/create', operation: 'Creating a model over HTTP', instead: editConfig },
  { method: 'POST', path: '/api/copy', operation: 'Copying a model over HTTP', instead: editConfig },
  { method: 'DELETE', path: '/api/delete', operation: 'Deleting a model over HTTP', instead: editConfig },
  {
    method: 'POST',
    path: '/v1/systemone',
    operation: 'Scoring questions',
    instead: 'Use a task of labels: POST /v1/tasks/intent_classification.',
  },
] as const

/** When a model is unloaded that nobody asks any more from now on. */
function expiryOf({ id }: ModelFacts, config: Config): string {
  const seconds = config.models.find((model) => model.id === id)?.keepAliveSeconds
  return seconds === undefined ? forEver : new Date(Date.now() + seconds * 1000).toISOString()
}
