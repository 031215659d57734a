import type { ChatEvent, ChatOptions, ChatRequest, RoutedChat, Router, Target } from '@honestai/core'
import type { FastifyRequest } from 'fastify'
import type { Outcome } from './plugins/request-log.ts'
import { pullFirst } from './pull-first.ts'

/** What to ask of a router. */
type Ask = { target: Target; chat: ChatRequest } & Pick<ChatOptions, 'truncation'>

/**
 * Begins a chat for an HTTP request and waits for its first event: until then a failure can still be an answer with its own status, and
 * another model may stand in. Notes model and counts for the log.
 */
export async function openChat(router: Router, request: FastifyRequest, { target, chat, truncation }: Ask): Promise<RoutedChat> {
  const routed = router.chat(target, chat, { signal: request.cancellation, requestId: request.id, truncation })
  request.outcome.model = routed.decision.model
  const events = await pullFirst(noteUsage(routed.events, request.outcome))
  request.outcome.model = routed.decision.model
  return { decision: routed.decision, dropped: routed.dropped, events }
}

async function* noteUsage(events: AsyncIterable<ChatEvent>, outcome: Outcome): AsyncGenerator<ChatEvent> {
  for await (const event of events) {
    if (event.type === 'end') outcome.usage = event.usage
    yield event
  }
}
