import { Readable } from 'node:stream'
import { type AssistantEvent, createAssistant, type Router } from '@honestai/core'
import type { FastifyPluginAsync } from 'fastify'
import type { z } from 'zod'
import { pullFirst } from '../../chat/pull-first.ts'
import { eventStreamHeaders, pingIntervalMs, toNamedEvents, withPings } from '../../chat/with-pings.ts'
import { toErrorBody } from '../../errors/to-error-body.ts'
import { toChatRequest } from '../openai/chat/to-chat-request.ts'
import { parseBody, toRunOptions } from '../shared/parse-body.ts'
import { assistantRequest } from './assistant-request.ts'
import type { assistantResponse } from './assistant-response.ts'

type AssistantResult = Extract<AssistantEvent, { type: 'assistant-end' }>['result']

/** `POST /v1/assistant`, streamed and not: moderation, intent, context and reasoning on one model, with a trace of each step. */
export const assistant: FastifyPluginAsync<{ router: Router }> = async (app, { router }) => {
  app.post('/v1/assistant', async (request, reply) => {
    const { request: body, warnings } = parseBody(assistantRequest, request.body)
    // They say nothing that a chat does not do by itself.
    const { n: _n, logprobs: _logprobs, truncation: _truncation, ...chat } = body
    const { model } = router.decide({ model: body.model ?? undefined, task: 'general_reasoning' }, 'chat')
    request.outcome.model = model
    const told = createAssistant(router, { model }).stream(toChatRequest(chat), toRunOptions(request))
    const events = await pullFirst(told, body.stream ? pingIntervalMs : undefined)
    if (!body.stream) return toResult(await readResult(events), warnings)

    const frames = toNamedEvents(
      withFailure(withWarnings(events, warnings), (thrown) => toErrorBody(request.fail(thrown), request.url, request.id)),
    )
    reply.headers(eventStreamHeaders)
    // A generator is asked for the next event only when the client took the last one, so a slow reader slows its own generation.
    return reply.send(Readable.from(withPings(frames, ': ping\n\n')))
  })
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

/** Ends events that fail with an `error` event. */
async function* withFailure<Event extends { type: string }>(events: AsyncIterable<Event>, toBody: (thrown: unknown) => object) {
  try {
    yield* events
  } catch (thrown) {
    yield { type: 'error', ...toBody(thrown) }
  }
}
