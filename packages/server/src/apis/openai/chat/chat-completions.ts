import type { Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { openChat } from '../../../chat/open-chat.ts'
import { eventStyles, sendEvents } from '../../../chat/server-sent-events.ts'
import { chatErrors } from '../../../routing/common-errors.ts'
import { described } from '../../../routing/route-description.ts'
import { parseBody } from '../../shared/parse-body.ts'
import { toParam } from '../to-param.ts'
import { toTarget } from '../to-target.ts'
import { chatCompletionRequest } from './chat-completion-request.ts'
import { chatCompletionResponse, toChatCompletion } from './to-chat-completion.ts'
import { chatCompletionChunkResponse, toChatCompletionChunks } from './to-chat-completion-chunks.ts'
import { toChatRequest } from './to-chat-request.ts'

/** `POST /v1/chat/completions`, streamed and not. */
export const chatCompletions: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post(
    '/v1/chat/completions',
    described({
      group: 'Chat',
      summary: 'Answers a chat, whole or streamed.',
      alsoAt: ['/chat/completions'],
      request: chatCompletionRequest,
      response: chatCompletionResponse,
      event: chatCompletionChunkResponse,
      errors: chatErrors,
    }),
    async (request, reply) => {
      const { request: body, warnings } = parseBody(chatCompletionRequest, request.body)
      const chat = await openChat(router, request, {
        target: toTarget(body.model),
        chat: toChatRequest(body),
        truncation: body.truncation ?? undefined,
        stream: body.stream ?? false,
        rename: toParam,
        warnings,
      })
      if (!body.stream) return toChatCompletion(chat)

      const chunks = toChatCompletionChunks(chat, { choices: body.n ?? 1, includeUsage: body.stream_options?.include_usage ?? false })
      return sendEvents(request, reply, chunks, eventStyles.openAiChunks)
    },
  )
}
