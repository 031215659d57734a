import type { ChatEvent, ChatOptions, ChatRequest, Router, Target } from '@honestai/core'
import { RouterError } from '@honestai/core'
import type { FastifyRequest } from 'fastify'
import type { Outcome } from '../app/telemetry/request-log.ts'
import { type BegunChat, beginChat } from './begin-chat.ts'
import { pullFirst } from './pull-first.ts'
import { pingIntervalMs } from './server-sent-events.ts'
import { type ChatFacts, toChatFacts } from './to-chat-facts.ts'

/** What to ask of a router. A stream does not wait longer than pings allow. */
type Ask = {
  target: Target
  chat: ChatRequest
  stream: boolean
  /** How the API names the parameters that an error is about. */
  rename: RenameParam
  /** What the caller should know of the request. */
  warnings: readonly string[]
} & Pick<ChatOptions, 'truncation'>

/** A chat whose first event is here, or is still waited for. */
export type OpenedChat = {
  events: AsyncIterable<ChatEvent>
  /** The model that answers; settled with the first event. */
  toModel: () => string
  /** What `honestai` says; settled with the last event. */
  toFacts: () => ChatFacts
}

/**
 * Begins a chat for an HTTP request and waits for its first event: until then a failure can still be an answer with its own status, and
 * another model may stand in. Notes model and counts for the log.
 */
export async function openChat(router: Router, request: FastifyRequest, ask: Ask): Promise<OpenedChat> {
  const options = { signal: request.cancellation, requestId: request.id, truncation: ask.truncation }
  const begun = begin(() => beginChat(router, ask.target, ask.chat, options), ask.rename)
  request.outcome.model = begun.decision.model
  const late: string[] = []
  const events = await pullFirst(
    noteOutcome(begun, { outcome: request.outcome, rename: ask.rename, late }),
    ask.stream ? pingIntervalMs : undefined,
  )
  return {
    events,
    toModel: () => begun.decision.model,
    toFacts: () => toChatFacts(begun, [...ask.warnings, ...begun.warnings, ...late]),
  }
}

function begin(action: () => BegunChat, rename: RenameParam): BegunChat {
  try {
    return action()
  } catch (error) {
    throw renameParam(error, rename)
  }
}

/** `late` takes what the caller should know of the answer, which its end tells. */
type Notes = { outcome: Outcome; rename: RenameParam; late: string[] }

async function* noteOutcome(begun: BegunChat, { outcome, rename, late }: Notes): AsyncGenerator<ChatEvent> {
  try {
    for await (const event of begun.events) {
      outcome.model = begun.decision.model
      if (event.type === 'end') {
        outcome.usage = event.usage
        late.push(...(event.warnings ?? []))
      }
      yield event
    }
  } catch (error) {
    throw renameParam(error, rename)
  }
}

/** How an API names what core names so. */
export type RenameParam = (param: string) => string

/** An error under the names that its parameters have in this API; whatever else was thrown stays as it is. */
function renameParam(error: unknown, rename: RenameParam): unknown {
  if (!(error instanceof RouterError)) return error
  const { param } = error.toBody().error
  if (param === null || rename(param) === param) return error
  const { besides } = error.details as { besides?: string }
  const names = { param: rename(param), ...(besides !== undefined && { besides: rename(besides) }) }
  return new RouterError(error.code, { ...error.details, ...names }, { cause: error })
}
