import type { Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { modelErrors } from '../../routing/common-errors.ts'
import { described } from '../../routing/route-description.ts'
import { toInputList } from '../openai/to-input-list.ts'
import { parseBody, toRunOptions } from '../shared/parse-body.ts'
import { neutral } from '../shared/refused-values.ts'
import { textOfTokens } from '../shared/text-of-tokens.ts'
import { targetOf } from './completion.ts'

const tokenIds = z.array(z.int().min(0)).min(1)

const content = z.union([z.string().min(1), z.array(z.string().min(1)).min(1), tokenIds, z.array(tokenIds).min(1)], {
  error: 'expected a text, an array of texts, or token ids, that is not empty',
})

const embeddingRequest = z
  .object({
    model: z.string().min(1).nullish().describe('Id of a model, or a task as task:NAME; by default the first that can.'),
    content: content.nullish().describe('A text, several, or token ids.'),
    input: content.nullish().describe('Another name of content.'),
    embd_normalize: neutral(2),
    encoding_format: neutral('float'),
  })
  .refine(({ content, input }) => content != null || input != null, { path: ['content'], message: 'it is missing; expected a text' })

const embeddingShape = z.array(z.object({ index: z.int(), embedding: z.array(z.array(z.number())) }))

/** `POST /embedding`, as llama.cpp's server has it: each text has a list of vectors, which is one where they are pooled. */
export const embedding: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post(
    '/embedding',
    described({
      group: 'llama.cpp',
      summary: "Embeds texts as llama.cpp's server does.",
      alsoAt: ['/embeddings'],
      request: embeddingRequest,
      response: embeddingShape,
      errors: [...modelErrors, 'context_length_exceeded'],
    }),
    async (request): Promise<z.infer<typeof embeddingShape>> => {
      const { request: body } = parseBody(embeddingRequest, request.body)
      const [target, options] = [targetOf(body), toRunOptions(request)]
      const texts: string[] = []
      for (const [index, input] of toInputList(body.content ?? body.input ?? '').entries()) {
        texts.push(
          typeof input === 'string' ? input : await textOfTokens(router, target, { ids: input, param: `content[${index}]` }, options),
        )
      }
      const { decision, result } = await router.embed(target, texts, options)
      request.outcome.model = decision.model
      return result.vectors.map((vector, index) => ({ index, embedding: [vector] }))
    },
  )
}
