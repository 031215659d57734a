import { type AssistantEvent, createAssistant, type Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import type { z } from 'zod'
import { pullFirst } from '../../chat/pull-first.ts'
import { eventStyles, pingIntervalMs, sendEvents } from '../../chat/server-sent-events.ts'
import { chatErrors } from '../../routing/common-errors.ts'
import { described } from '../../routing/route-description.ts'
import { toChatRequest } from '../openai/chat/to-chat-request.ts'
import { parseBody, toRunOptions } from '../shared/parse-body.ts'
import { assistantRequest } from './assistant-request.ts'
import { assistantEventResponse, assistantResponse } from './assistant-response.ts'

type AssistantResult = Extract<AssistantEvent, { type: 'assistant-end' }>['result']

/** `POST /v1/assistant`, streamed and not: moderation, intent, context and reasoning on one model, with a trace of each step. */
export const assistant: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post(
    '/v1/assistant',
    described({
      group: 'Tasks',
      summary: 'Moderates, finds the intent, fits the context and answers, with a trace of each step.',
      request: assistantRequest,
      response: assistantResponse,
      event: assistantEventResponse,
      errors: [...chatErrors, 'input_too_long'],
    }),
    async (request, reply) => {
      const { request: body, warnings } = parseBody(assistantRequest, request.body)
      // They say nothing that a chat does not do by itself.
      const { n: _n, logprobs: _logprobs, truncation: _truncation, ...chat } = body
      const { model } = router.decide({ model: body.model ?? undefined, task: 'general_reasoning' }, 'chat')
      request.outcome.model = model
      const told = createAssistant(router, { model }).stream(toChatRequest(chat), toRunOptions(request))
      const events = await pullFirst(told, body.stream ? pingIntervalMs : undefined)
      if (!body.stream) return toResult(await readResult(events), warnings)
      return sendEvents(request, reply, withWarnings(events, warnings), eventStyles.named)
    },
  )
}

async function readResult(events: AsyncIterable<AssistantEvent>): Promise<AssistantResult> {
  for await (const event of events) if (event.type === 'assistant-end') return event.result
  throw new Error('The assistant ended without a result.')
}

const toResult = (result: AssistantResult, warnings: string[]): z.infer<typeof assistantResponse> =>
  ({ ...result, ...(warnings.length > 0 && { warnings }) }) as z.infer<typeof assistantResponse>

async function* withWarnings(events: AsyncIterable<AssistantEvent>, warnings: string[]) {
  for await (const event of events) {
    yield event.type === 'assistant-end' ? { type: event.type, result: toResult(event.result, warnings) } : event
  }
}
