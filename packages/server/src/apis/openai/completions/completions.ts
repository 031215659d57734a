import type { Router } from '@honestai/core'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { openChat } from '../../../chat/open-chat.ts'
import { eventStyles, sendEvents } from '../../../chat/server-sent-events.ts'
import { chatErrors } from '../../../routing/common-errors.ts'
import { described } from '../../../routing/route-description.ts'
import { parseBody, toRunOptions } from '../../shared/parse-body.ts'
import { toInputList } from '../to-input-list.ts'
import { toParam } from '../to-param.ts'
import { toTarget } from '../to-target.ts'
import { completionPieces, type OpenedPrompt } from './completion-pieces.ts'
import { type CompletionRequest, completionRequest, toPromptRequest } from './completion-request.ts'
import { completionChunkResponse, completionResponse, toCompletion, toCompletionChunks } from './to-completion.ts'

/** `POST /v1/completions`, streamed and not: prompts that no template touches. */
export const completions: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post(
    '/v1/completions',
    described({
      group: 'Chat',
      summary: 'Goes on from a raw prompt, whole or streamed.',
      request: completionRequest,
      response: completionResponse,
      event: completionChunkResponse,
      errors: chatErrors,
    }),
    async (request, reply) => {
      const { request: body, warnings } = parseBody(completionRequest, request.body)
      const [first, ...rest] = toInputList(body.prompt) as [string | number[], ...(string | number[])[]]
      const opened = await open(request, body, first, warnings)
      async function* prompts() {
        yield opened
        // One after another, so that a long list does not fill the queue before everybody else.
        for (const prompt of rest) yield await open(request, body, prompt, warnings)
      }
      const pieces = completionPieces(prompts(), body.n ?? 1)
      if (!body.stream) return toCompletion(pieces)

      const chunks = toCompletionChunks(pieces, { includeUsage: body.stream_options?.include_usage ?? false })
      return sendEvents(request, reply, chunks, eventStyles.openAiChunks)
    },
  )

  async function open(
    request: FastifyRequest,
    body: CompletionRequest,
    prompt: string | number[],
    warnings: string[],
  ): Promise<OpenedPrompt> {
    const target = toTarget(body.model)
    const echo = body.echo ? await textOf(prompt) : ''
    const chat = toPromptRequest(body, prompt)
    return { ...(await openChat(router, request, { target, chat, stream: body.stream ?? false, rename: toPromptParam, warnings })), echo }

    async function textOf(prompt: string | number[]): Promise<string> {
      return typeof prompt === 'string' ? prompt : (await router.detokenize(target, prompt, toRunOptions(request))).text
    }
  }
}

const toPromptParam = (param: string): string => (param === 'messages' ? 'prompt' : toParam(param))
