import { type Router, routerError, type ServerConfig } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import { openChat } from '../../chat/open-chat.ts'
import { eventStyles, sendEvents } from '../../chat/server-sent-events.ts'
import { chatErrors } from '../../routing/common-errors.ts'
import { described } from '../../routing/route-description.ts'
import { toTarget } from '../openai/to-target.ts'
import { parseBody } from '../shared/parse-body.ts'
import { readEnd } from '../shared/read-end.ts'
import { toBlocks } from '../shared/to-blocks.ts'
import { earlierItems } from './input/earlier-items.ts'
import type { InputItem } from './input/input-item.ts'
import { toChatMessages } from './input/to-chat-messages.ts'
import { toChatRequest } from './input/to-chat-request.ts'
import { inputItemQuery, toInputItemList } from './input/to-input-item-list.ts'
import { createResponseStamp, isStored, toResponseHead } from './output/response-head.ts'
import { deletedResponseShape, inputItemListShape, responseEventShape, responseShape } from './output/response-shape.ts'
import { type EndedResponse, toResponse } from './output/to-response.ts'
import { toResponseEvents } from './output/to-response-events.ts'
import { responseRequest, retrieveQuery } from './response-request.ts'
import { createResponseStore, type StoredResponse } from './response-store.ts'

type Limits = Pick<ServerConfig, 'maxStoredResponses' | 'maxStoredResponsesBytes' | 'maxInputs' | 'maxMessages'>
type Parts = { router: Router; server: Limits }
type ById = { Params: { id: string } }

const unseenReasoning = 'Reasoning items of the input are not shown to the model.'

/** OpenAI's Responses API: create, streamed and not, retrieve, delete, and list what a response answered. */
export const responses: FastifyPluginAsync<Parts> = async (app, { router, server }) => {
  const store = createResponseStore(server)

  app.post(
    '/v1/responses',
    described({
      group: 'Responses',
      alsoAt: ['/responses'],
      summary: "Answers as OpenAI's Responses API, whole or streamed.",
      request: responseRequest,
      response: responseShape,
      event: responseEventShape,
      errors: [...chatErrors, 'previous_response_not_found'],
    }),
    async (request, reply) => {
      const { request: body, warnings: unknown } = parseBody(responseRequest, request.body)
      const own: InputItem[] = typeof body.input === 'string' ? [{ type: 'message', role: 'user', content: body.input }] : body.input
      const warnings = own.some(({ type }) => type === 'reasoning') ? [...unknown, unseenReasoning] : unknown
      const input = [...earlierItems(store, body.previous_response_id, 'previous_response_not_found'), ...own]
      const messages = toChatMessages(input)
      refuseTooMany(input.length, 'maxInputs')
      refuseTooMany(messages.length, 'maxMessages')
      const { events, asked } = await openChat(router, request, {
        target: toTarget(body.model),
        chat: toChatRequest(body, messages),
        truncation: body.truncation ?? undefined,
        stream: body.stream ?? false,
        rename: toParam,
        warnings,
      })
      const toHead = (model: string) => toResponseHead(createResponseStamp(), model, body)
      const onEnd = (response: EndedResponse) => void (isStored(body) && store.put({ response, input: own }))
      const blocks = toBlocks(events)
      if (!body.stream) {
        const end = await readEnd(blocks)
        const response = toResponse(toHead(end.metadata.model), end)
        onEnd(response)
        return response
      }
      const told = toResponseEvents(toHead, blocks, { asked, onEnd, toError: (thrown) => request.fail(thrown) })
      return sendEvents(request, reply, told, eventStyles.named)
    },
  )

  app.get<ById>(
    '/v1/responses/:id',
    described({
      group: 'Responses',
      summary: 'A kept response.',
      query: retrieveQuery,
      response: responseShape,
      errors: ['response_not_found', 'unsupported_parameter'],
    }),
    async ({ params: { id }, query }) => {
      parseBody(retrieveQuery, query)
      return stored(id).response
    },
  )

  app.delete<ById>(
    '/v1/responses/:id',
    described({
      group: 'Responses',
      summary: 'Forgets a kept response.',
      response: deletedResponseShape,
      errors: ['response_not_found'],
    }),
    async ({ params: { id } }) => {
      if (!store.delete(id)) throw routerError('response_not_found', { id })
      return { id, object: 'response', deleted: true }
    },
  )

  app.get<ById>(
    '/v1/responses/:id/input_items',
    described({
      group: 'Responses',
      summary: 'What a kept response answered, page by page.',
      query: inputItemQuery,
      response: inputItemListShape,
      errors: ['response_not_found', 'invalid_request'],
    }),
    async ({ params: { id }, query }) => toInputItemList(id, inputOf(stored(id)), parseBody(inputItemQuery, query).request),
  )

  function stored(id: string): StoredResponse {
    const found = store.get(id)
    if (!found) throw routerError('response_not_found', { id })
    return found
  }

  function inputOf({ response, input }: StoredResponse): InputItem[] {
    return [...earlierItems(store, response.previous_response_id, 'response_not_found'), ...input]
  }

  // Earlier responses count too: the limit of a request's own items is kept before.
  function refuseTooMany(count: number, name: 'maxInputs' | 'maxMessages'): void {
    const limit = server[name]
    if (count > limit) throw routerError('too_many_items', { param: 'input', count, limit, setting: `server.${name}` })
  }
}

const names: Readonly<Record<string, string>> = {
  messages: 'input',
  response_format: 'text.format.schema',
  maxTokens: 'max_output_tokens',
  logprobs: 'top_logprobs',
  reasoning: 'reasoning.effort',
}

/** How the Responses API names what core names so. */
const toParam = (param: string): string => names[param] ?? param.replace('.function.parameters', '.parameters')
