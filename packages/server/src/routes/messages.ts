import { Readable } from 'node:stream'
import type { Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { createMessageHead } from '../anthropic/message-head.ts'
import { countTokensRequest, messagesRequest } from '../anthropic/messages-request.ts'
import { toChatRequest, unseenByModel } from '../anthropic/to-chat-request.ts'
import { toErrorBody } from '../anthropic/to-error-body.ts'
import { toMessage } from '../anthropic/to-message.ts'
import { toMessageEvents } from '../anthropic/to-message-events.ts'
import { toParam } from '../anthropic/to-param.ts'
import { eventStreamHeaders } from '../event-stream-headers.ts'
import { openChat } from '../open-chat.ts'
import { parseBody } from '../openai/parse-body.ts'
import { toTarget } from '../openai/to-target.ts'
import { readEnd } from '../read-end.ts'
import { toBlocks } from '../to-blocks.ts'
import { toChatFacts } from '../to-chat-facts.ts'
import { toNamedEvents } from '../to-named-events.ts'
import { withPings } from '../with-pings.ts'

/** `POST /v1/messages`, streamed and not, and `POST /v1/messages/count_tokens`: Anthropic's Messages API. */
export const messages: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post('/v1/messages', async (request, reply) => {
    const { request: body, warnings: unknown } = parseBody(messagesRequest, request.body)
    const warnings = [...unknown, ...unseenByModel(body)]
    const { events, toModel, toFacts } = await openChat(router, request, {
      target: toTarget(body.model),
      chat: toChatRequest(body),
      stream: body.stream ?? false,
      rename: toParam,
      warnings,
    })
    const toHead = () => createMessageHead(toModel())
    const blocks = toBlocks(events)
    if (!body.stream) return { ...toMessage(toHead(), await readEnd(blocks), body.max_tokens), honestai: toFacts() }

    const told = toMessageEvents(toHead, blocks, {
      maxTokens: body.max_tokens,
      toFacts,
      toFailure: (thrown) => toErrorBody(request.fail(thrown), request.id),
    })
    reply.headers(eventStreamHeaders)
    // A generator is asked for the next event only when the client took the last one, so a slow reader slows its own generation.
    return reply.send(Readable.from(withPings(toNamedEvents(told), 'event: ping\ndata: {"type":"ping"}\n\n')))
  })

  app.post('/v1/messages/count_tokens', async (request) => {
    const { request: body, warnings } = parseBody(countTokensRequest, request.body)
    const options = { signal: request.cancellation, requestId: request.id }
    const { decision, tokens, estimated } = await router.countTokens(toTarget(body.model), toChatRequest(body), options)
    request.outcome.model = decision.model
    return { input_tokens: tokens, honestai: toChatFacts({ decision, estimated }, [...warnings, ...unseenByModel(body)]) }
  })
}
