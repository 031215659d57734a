import type { Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { embeddingRequest } from '../openai/embedding-request.ts'
import { parseBody } from '../openai/parse-body.ts'
import { toEmbeddingList } from '../openai/to-embedding-list.ts'
import { toTarget } from '../openai/to-target.ts'

/** `POST /v1/embeddings`. */
export const embeddings: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post('/v1/embeddings', async (request) => {
    const { request: body, warnings } = parseBody(embeddingRequest, request.body)
    const { decision, result } = await router.embed(toTarget(body.model), [body.input].flat(), {
      signal: request.cancellation,
      requestId: request.id,
    })
    const { promptTokens } = result
    request.outcome.model = decision.model
    request.outcome.usage = { promptTokens, cachedTokens: 0, completionTokens: 0, reasoningTokens: 0 }
    return toEmbeddingList(body.encoding_format, decision, result, warnings)
  })
}
