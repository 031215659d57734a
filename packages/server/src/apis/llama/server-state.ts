import { basename } from 'node:path'
import { type Config, type Router, samplingFields } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { described } from '../../routing/route-description.ts'
import { version } from '../../version.ts'
import { findModel } from '../shared/parse-body.ts'
import { targetOf } from './completion.ts'
import { toSettings } from './generation-settings.ts'

const query = z.object({ model: z.string().min(1).optional().describe('Id of a model; by default the first that can chat.') })

const slot = z.object({ id: z.int(), n_ctx: z.int(), speculative: z.boolean(), is_processing: z.boolean() })

const propsShape = z.object({
  default_generation_settings: z.object({ n_ctx: z.int(), params: z.record(z.string(), z.unknown()) }),
  total_slots: z.int(),
  model_alias: z.string(),
  model_path: z.string().describe('Name of the file of the weights; where it lies is not told.'),
  modalities: z.object({ vision: z.boolean(), audio: z.boolean() }),
  chat_template: z.string(),
  bos_token: z.string(),
  eos_token: z.string(),
  build_info: z.string(),
  is_sleeping: z.boolean().describe('Whether the model is not loaded.'),
})

/** `GET /props` and `GET /slots`, as llama.cpp's server has them. */
export const serverState: FastifyPluginAsync<{ router: Router; config: Config }> = async (app, { router, config }) => {
  const route = { group: 'llama.cpp', query, errors: ['model_not_found', 'model_lacks_ability', 'starting_up', 'shutting_down'] } as const
  const idOf = (asked: unknown): string => router.decide(targetOf(query.parse(asked)), 'chat').model

  app.get(
    '/props',
    described({ ...route, summary: 'What a model is, and how it samples by default.', response: propsShape }),
    async (request) => {
      const id = idOf(request.query)
      const facts = await router.facts(id)
      const { state } = await findModel(router, id)
      const temperature = config.models.find((model) => model.id === id)?.temperature ?? samplingFields.temperature.default
      const { bos, eos } = facts.gguf.specialTokens
      const textOf = async (token: number | undefined) =>
        token === undefined ? '' : (await router.detokenize({ model: id }, [token], { special: true })).text
      return {
        default_generation_settings: { n_ctx: facts.contextSize, params: toSettings({ messages: [], sampling: { temperature } }, false) },
        total_slots: facts.slots,
        model_alias: id,
        model_path: basename(facts.path),
        modalities: { vision: false, audio: false },
        chat_template: facts.gguf.chatTemplate ?? '',
        bos_token: await textOf(bos),
        eos_token: await textOf(eos),
        build_info: `honestai-${version}`,
        is_sleeping: state !== 'ready',
      } satisfies z.infer<typeof propsShape>
    },
  )

  app.get(
    '/slots',
    described({ ...route, summary: 'The slots of a model, and which are at work.', response: z.array(slot) }),
    async (request) => {
      const id = idOf(request.query)
      const { contextSize, speculation } = await router.facts(id)
      const { slots } = await findModel(router, id)
      return Array.from({ length: slots.total }, (_, index) => ({
        id: index,
        n_ctx: contextSize,
        speculative: speculation !== 'none',
        is_processing: index < slots.active,
      }))
    },
  )
}
