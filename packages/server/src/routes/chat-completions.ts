import { Readable } from 'node:stream'
import type { Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { eventStreamHeaders } from '../event-stream-headers.ts'
import { openChat } from '../open-chat.ts'
import { chatCompletionRequest } from '../openai/chat-completion-request.ts'
import { parseBody } from '../openai/parse-body.ts'
import { toChatCompletion } from '../openai/to-chat-completion.ts'
import { toChatCompletionChunks } from '../openai/to-chat-completion-chunks.ts'
import { toChatRequest } from '../openai/to-chat-request.ts'
import { toParam } from '../openai/to-param.ts'
import { toServerSentEvents } from '../openai/to-server-sent-events.ts'
import { toTarget } from '../openai/to-target.ts'
import { withPings } from '../with-pings.ts'

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
