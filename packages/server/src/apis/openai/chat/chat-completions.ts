import { Readable } from 'node:stream'
import type { Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { openChat } from '../../../chat/open-chat.ts'
import { eventStreamHeaders, toServerSentEvents, withPings } from '../../../chat/with-pings.ts'
import { parseBody } from '../../shared/parse-body.ts'
import { toParam } from '../to-param.ts'
import { toTarget } from '../to-target.ts'
import { chatCompletionRequest } from './chat-completion-request.ts'
import { toChatCompletion } from './to-chat-completion.ts'
import { toChatCompletionChunks } from './to-chat-completion-chunks.ts'
import { toChatRequest } from './to-chat-request.ts'

/** `POST /v1/chat/completions`, streamed and not. */
export const chatCompletions: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post('/v1/chat/completions', async (request, reply) => {
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
    const frames = toServerSentEvents(chunks, (error) => request.fail(error).toBody())
    reply.headers(eventStreamHeaders)
    // A generator is asked for the next event only when the client took the last one, so a slow reader slows its own generation.
    return reply.send(Readable.from(withPings(frames, ': ping\n\n')))
  })
}
