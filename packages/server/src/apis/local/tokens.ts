import type { Router, Target } from '@honestai/core'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { toChatMetadata } from '../../chat/chat-metadata.ts'
import { chatErrors, modelErrors } from '../../routing/common-errors.ts'
import { described } from '../../routing/route-description.ts'
import { toChatRequest } from '../openai/chat/to-chat-request.ts'
import { toTarget } from '../openai/to-target.ts'
import { parseBody, toRunOptions } from '../shared/parse-body.ts'
import { applyTemplateRequest, applyTemplateResponse } from './apply-template.ts'
import { detokenizeRequest, detokenizeResponse, tokenizeRequest, tokenizeResponse, toPieces } from './tokenize.ts'

/** `POST /tokenize`, `/detokenize` and `/apply-template`, as llama.cpp's server has them. */
export const tokens: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post(
    '/tokenize',
    described({
      group: 'Tokens',
      summary: 'The tokens of a text.',
      request: tokenizeRequest,
      response: tokenizeResponse,
      errors: modelErrors,
    }),
    async (request): Promise<z.infer<typeof tokenizeResponse>> => {
      const { request: body, warnings } = parseBody(tokenizeRequest, request.body)
      const target = targetOf(body.model)
      const { decision, tokens } = await tokenize(target, body, request)
      request.outcome.model = decision.model
      return {
        tokens: body.with_pieces ? await toPieces(router, { model: decision.model }, tokens) : tokens,
        honestai: toChatMetadata({ decision }, warnings),
      }
    },
  )

  app.post(
    '/detokenize',
    described({
      group: 'Tokens',
      summary: 'The text of tokens.',
      request: detokenizeRequest,
      response: detokenizeResponse,
      errors: modelErrors,
    }),
    async (request): Promise<z.infer<typeof detokenizeResponse>> => {
      const { request: body, warnings } = parseBody(detokenizeRequest, request.body)
      const { decision, text } = await router.detokenize(targetOf(body.model), body.tokens, toRunOptions(request))
      request.outcome.model = decision.model
      return { content: text, honestai: toChatMetadata({ decision }, warnings) }
    },
  )

  app.post(
    '/apply-template',
    described({
      group: 'Tokens',
      summary: 'A chat as the template of the model renders it.',
      request: applyTemplateRequest,
      response: applyTemplateResponse,
      errors: chatErrors,
    }),
    async (request): Promise<z.infer<typeof applyTemplateResponse>> => {
      const { request: body, warnings } = parseBody(applyTemplateRequest, request.body)
      const { decision, prompt } = await router.renderPrompt(targetOf(body.model), toChatRequest(body), toRunOptions(request))
      request.outcome.model = decision.model
      return { prompt, honestai: toChatMetadata({ decision }, warnings) }
    },
  )

  function tokenize(target: Target, body: z.infer<typeof tokenizeRequest>, request: FastifyRequest) {
    // As llama.cpp has it, special tokens are recognised by default.
    const special = body.parse_special ?? true
    if (!body.add_special) return router.tokenize(target, body.content, { special, ...toRunOptions(request) })
    const prompt = { messages: [], prompt: body.content, parseSpecial: special, sampling: {} }
    return router.renderPrompt(target, prompt, toRunOptions(request))
  }
}

const targetOf = (model: string | null | undefined): Target => (model == null ? {} : toTarget(model))
