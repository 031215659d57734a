import { Readable } from 'node:stream'
import type { ChatEvent, Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { createAnswer } from '../openai/answer.ts'
import { chatCompletionRequest } from '../openai/chat-completion-request.ts'
import { parseBody } from '../openai/parse-body.ts'
import { toChatCompletion } from '../openai/to-chat-completion.ts'
import { toChatCompletionChunks } from '../openai/to-chat-completion-chunks.ts'
import { toChatRequest } from '../openai/to-chat-request.ts'
import { toServerSentEvents } from '../openai/to-server-sent-events.ts'
import { toTarget } from '../openai/to-target.ts'
import type { Outcome } from '../plugins/request-log.ts'
import { pullFirst } from '../pull-first.ts'

/** `POST /v1/chat/completions`, streamed and not. */
export const chatCompletions: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post('/v1/chat/completions', async (request, reply) => {
    const { request: body, warnings } = parseBody(chatCompletionRequest, request.body)
    const chat = router.chat(toTarget(body.model), toChatRequest(body), { signal: request.cancellation, requestId: request.id })
    request.outcome.model = chat.decision.model
    // Until the first event is here, a failure can still be an answer with its own status, and another model may stand in.
    const opened = await pullFirst(noteUsage(chat.events, request.outcome))
    request.outcome.model = chat.decision.model
    const answer = createAnswer(chat.decision, warnings)
    if (!body.stream) return toChatCompletion(answer, opened)

    const chunks = toChatCompletionChunks(answer, opened, { includeUsage: body.stream_options?.include_usage ?? false })
    reply.headers({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', 'x-accel-buffering': 'no' })
    // A generator is asked for the next event only when the client took the last one, so a slow reader slows its own generation.
    return reply.send(Readable.from(toServerSentEvents(chunks, (error) => request.fail(error).toBody())))
  })
}

async function* noteUsage(events: AsyncIterable<ChatEvent>, outcome: Outcome): AsyncGenerator<ChatEvent> {
  for await (const event of events) {
    if (event.type === 'end') outcome.usage = event.usage
    yield event
  }
}
