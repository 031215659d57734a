import type { Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { chatMetadata, toChatMetadata } from '../../chat/chat-metadata.ts'
import { chatErrors } from '../../routing/common-errors.ts'
import { described } from '../../routing/route-description.ts'
import { applyTemplateRequest } from '../local/apply-template.ts'
import { toChatRequest } from '../openai/chat/to-chat-request.ts'
import { parseBody, toRunOptions } from '../shared/parse-body.ts'
import { targetOf } from './completion.ts'

const countShape = z.object({ object: z.literal('response.input_tokens'), input_tokens: z.int(), honestai: chatMetadata })

/** `POST /v1/chat/completions/input_tokens`, as llama.cpp's server has it. */
export const countTokens: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post(
    '/v1/chat/completions/input_tokens',
    described({
      group: 'llama.cpp',
      summary: 'Counts the tokens of a chat as the template of the model renders it.',
      alsoAt: ['/chat/completions/input_tokens'],
      request: applyTemplateRequest,
      response: countShape,
      errors: chatErrors,
    }),
    async (request): Promise<z.infer<typeof countShape>> => {
      const { request: body, warnings } = parseBody(applyTemplateRequest, request.body)
      const { decision, tokens, estimated } = await router.countTokens(targetOf(body), toChatRequest(body), toRunOptions(request))
      request.outcome.model = decision.model
      return { object: 'response.input_tokens', input_tokens: tokens, honestai: toChatMetadata({ decision, estimated }, warnings) }
    },
  )
}
