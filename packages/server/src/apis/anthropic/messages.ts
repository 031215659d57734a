import { Readable } from 'node:stream'
import type { Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { toChatMetadata } from '../../chat/chat-metadata.ts'
import { openChat } from '../../chat/open-chat.ts'
import { eventStreamHeaders, toNamedEvents, withPings } from '../../chat/with-pings.ts'
import { toErrorBody } from '../../errors/to-anthropic-error-body.ts'
import { toTarget } from '../openai/to-target.ts'
import { parseBody } from '../shared/parse-body.ts'
import { readEnd } from '../shared/read-end.ts'
import { toBlocks } from '../shared/to-blocks.ts'
import { countTokensRequest, messagesRequest } from './messages-request.ts'
import { toChatRequest, unseenByModel } from './to-chat-request.ts'
import { toMessage } from './to-message.ts'
import { toMessageEvents } from './to-message-events.ts'

/** `POST /v1/messages`, streamed and not, and `POST /v1/messages/count_tokens`: Anthropic's Messages API. */
export const messages: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post('/v1/messages', async (request, reply) => {
    const { request: body, warnings: unknown } = parseBody(messagesRequest, request.body)
    const warnings = [...unknown, ...unseenByModel(body)]
    const { events } = await openChat(router, request, {
      target: toTarget(body.model),
      chat: toChatRequest(body),
      stream: body.stream ?? false,
      rename: toParam,
      warnings,
    })
    const blocks = toBlocks(events)
    if (!body.stream) return toMessage(await readEnd(blocks), body.max_tokens)

    const told = toMessageEvents(blocks, {
      maxTokens: body.max_tokens,
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
    return { input_tokens: tokens, honestai: toChatMetadata({ decision, estimated }, [...warnings, ...unseenByModel(body)]) }
  })
}

const names: Readonly<Record<string, string>> = {
  input: 'messages',
  response_format: 'output_config.format.schema',
  maxTokens: 'max_tokens',
  reasoning: 'thinking',
}

/** How Anthropic names what core names so. */
const toParam = (param: string): string => names[param] ?? param.replace('.function.parameters', '.input_schema')
