import type { ChatEvent, ChatOptions, ChatRequest, RoutedChat, Router, Target } from '@honestai/core'
import type { FastifyRequest } from 'fastify'
import type { Outcome } from './plugins/request-log.ts'
import { pullFirst } from './pull-first.ts'
import { pingIntervalMs } from './with-pings.ts'

/** What to ask of a router. A stream does not wait longer than pings allow. */
type Ask = { target: Target; chat: ChatRequest; stream: boolean } & Pick<ChatOptions, 'truncation'>

/**
 * Begins a chat for an HTTP request and waits for its first event: until then a failure can still be an answer with its own status, and
 * another model may stand in. Notes model and counts for the log.
 */
export async function openChat(router: Router, request: FastifyRequest, { target, chat, truncation, stream }: Ask): Promise<RoutedChat> {
  const routed = router.chat(target, chat, { signal: request.cancellation, requestId: request.id, truncation })
  request.outcome.model = routed.decision.model
  const events = await pullFirst(noteOutcome(routed, request.outcome), stream ? pingIntervalMs : undefined)
  // Not a copy: model and left-out messages may be settled later.
  return {
    events,
    get decision() {
      return routed.decision
    },
    get dropped() {
      return routed.dropped
    },
  }
}

async function* noteOutcome(routed: RoutedChat, outcome: Outcome): AsyncGenerator<ChatEvent> {
  for await (const event of routed.events) {
    outcome.model = routed.decision.model
    if (event.type === 'end') outcome.usage = event.usage
    yield event
  }
}
