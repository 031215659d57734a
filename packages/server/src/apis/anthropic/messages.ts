import type { Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { toChatMetadata } from '../../chat/chat-metadata.ts'
import { openChat } from '../../chat/open-chat.ts'
import { eventStyles, sendEvents } from '../../chat/server-sent-events.ts'
import { chatErrors } from '../../routing/common-errors.ts'
import { described } from '../../routing/route-description.ts'
import { toTarget } from '../openai/to-target.ts'
import { parseBody } from '../shared/parse-body.ts'
import { readEnd } from '../shared/read-end.ts'
import { toBlocks } from '../shared/to-blocks.ts'
import { anthropicErrors } from './error-shape.ts'
import { countTokensShape, messageEventShape, messageShape } from './message-shape.ts'
import { countTokensRequest, messagesRequest } from './messages-request.ts'
import { toChatRequest, unseenByModel } from './to-chat-request.ts'
import { toMessage } from './to-message.ts'
import { toMessageEvents } from './to-message-events.ts'

/** `POST /v1/messages`, streamed and not, and `POST /v1/messages/count_tokens`: Anthropic's Messages API. */
export const messages: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post(
    '/v1/messages',
    described({
      group: 'Messages',
      summary: "Answers as Anthropic's Messages API, whole or streamed.",
      request: messagesRequest,
      response: messageShape,
      event: messageEventShape,
      errors: chatErrors,
      errorShape: anthropicErrors,
    }),
    async (request, reply) => {
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

      return sendEvents(request, reply, toMessageEvents(blocks, body.max_tokens), eventStyles.anthropic)
    },
  )

  app.post(
    '/v1/messages/count_tokens',
    described({
      group: 'Messages',
      summary: 'Counts the tokens of a prompt as the template of the model renders it.',
      request: countTokensRequest,
      response: countTokensShape,
      errors: chatErrors,
      errorShape: anthropicErrors,
    }),
    async (request) => {
      const { request: body, warnings } = parseBody(countTokensRequest, request.body)
      const options = { signal: request.cancellation, requestId: request.id }
      const { decision, tokens, estimated } = await router.countTokens(toTarget(body.model), toChatRequest(body), options)
      request.outcome.model = decision.model
      return { input_tokens: tokens, honestai: toChatMetadata({ decision, estimated }, [...warnings, ...unseenByModel(body)]) }
    },
  )
}

const names: Readonly<Record<string, string>> = {
  input: 'messages',
  response_format: 'output_config.format.schema',
  maxTokens: 'max_tokens',
  reasoning: 'thinking',
}

/** How Anthropic names what core names so. */
const toParam = (param: string): string => names[param] ?? param.replace('.function.parameters', '.input_schema')
