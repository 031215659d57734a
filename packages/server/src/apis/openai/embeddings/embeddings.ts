import { type RequestOptions, type Router, routerError, type Target } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { modelErrors } from '../../../routing/common-errors.ts'
import { described } from '../../../routing/route-description.ts'
import { parseBody, toRunOptions } from '../../shared/parse-body.ts'
import { textOfTokens } from '../../shared/text-of-tokens.ts'
import { toInputList } from '../to-input-list.ts'
import { toTarget } from '../to-target.ts'
import { embeddingRequest } from './embedding-request.ts'
import { type EmbeddingResponse, embeddingResponse, toEmbeddingList } from './to-embedding-list.ts'

/** `POST /v1/embeddings`. */
export const embeddings: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post(
    '/v1/embeddings',
    described({
      group: 'Embeddings',
      summary: 'Embeds texts.',
      request: embeddingRequest,
      response: embeddingResponse,
      errors: [...modelErrors, 'context_length_exceeded'],
    }),
    async (request): Promise<EmbeddingResponse> => {
      const { request: body, warnings } = parseBody(embeddingRequest, request.body)
      const target = toTarget(body.model)
      refuseOtherTasks(target)
      const options = toRunOptions(request)
      const texts = await toTexts(target, toInputList(body.input), options)
      const { decision, result } = await router.embed(target, texts, { dimensions: body.dimensions ?? undefined, ...options })
      request.outcome.model = decision.model
      return toEmbeddingList(body.encoding_format, decision, result, warnings)
    },
  )

  async function toTexts(target: Target, inputs: (string | number[])[], options: RequestOptions): Promise<string[]> {
    const texts: string[] = []
    for (const [index, input] of inputs.entries()) {
      const isText = typeof input === 'string'
      texts.push(isText ? input : await textOfTokens(router, target, { ids: input, param: `input[${index}]` }, options))
    }
    return texts
  }
}

function refuseOtherTasks({ task }: Target): void {
  if (task === undefined || task === 'embedding_generation') return
  throw routerError('invalid_request', { param: 'model', problem: 'this task makes no vectors; send its input to /v1/chat/completions' })
}
