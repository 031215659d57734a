import type { ChatEvent, ChatOptions, ChatRequest, RoutedChat, Router, Target } from '@honestai/core'
import { RouterError, routerError } from '@honestai/core'
import type { FastifyRequest } from 'fastify'
import { type ChatMetadata, toChatMetadata } from './chat-metadata.ts'
import { labelChat } from './label-chat.ts'
import { pullFirst } from './pull-first.ts'
import { pingIntervalMs } from './server-sent-events.ts'

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

/** An event of a chat, of which the first and the last say what `honestai` tells. */
export type OpenedChatEvent = Exclude<ChatEvent, { type: 'start' | 'end' }> | WithMetadata<'start'> | WithMetadata<'end'>

type WithMetadata<Type> = Extract<ChatEvent, { type: Type }> & { metadata: ChatMetadata }

/** A chat whose first event is here, or is still waited for. */
export type OpenedChat = {
  events: AsyncIterable<OpenedChatEvent>
  /** What `honestai` says of a chat that breaks before its start: which model was asked. */
  asked: ChatMetadata
}

/**
 * Begins a chat for an HTTP request and waits for its first event: until then a failure can still be an answer with its own status, and
 * another model may stand in.
 */
export async function openChat(router: Router, request: FastifyRequest, ask: Ask): Promise<OpenedChat> {
  const options = { signal: request.cancellation, requestId: request.id, truncation: ask.truncation }
  const begun = renamingParams(ask.rename, () => beginChat(router, ask.target, ask.chat, options))
  request.outcome.model = begun.chosen.model
  const events = await pullFirst(withMetadata(begun, ask), ask.stream ? pingIntervalMs : undefined)
  return { events, asked: toChatMetadata({ decision: begun.chosen }, ask.warnings) }
}

/** A chat on a task of labels is answered with a label, as the task says. Throws `invalid_request` for a task without an answer. */
function beginChat(router: Router, target: Target, chat: ChatRequest, options: ChatOptions): BegunChat {
  switch (target.task) {
    case 'intent_classification':
    case 'content_moderation':
      return labelChat(router, target.task, chat, options)
    case 'embedding_generation':
      throw routerError('invalid_request', { param: 'model', problem: 'this task makes vectors; send its input to /v1/embeddings' })
    default:
      return router.chat(target, chat, options)
  }
}

type BegunChat = RoutedChat | ReturnType<typeof labelChat>

/** Tells at the start and at the end of a chat what `honestai` says, and failures under the names of the API. */
export async function* withMetadata(
  { chosen, events }: BegunChat,
  { rename, warnings: own }: Pick<Ask, 'rename' | 'warnings'>,
): AsyncGenerator<OpenedChatEvent> {
  let facts = { decision: chosen }
  let warnings = own
  try {
    for await (const event of events) {
      if (event.type === 'start') {
        const { type, promptTokens, cachedTokens } = event
        facts = event
        warnings = [...own, ...event.warnings]
        yield { type, promptTokens, cachedTokens, metadata: toChatMetadata(facts, warnings) }
      } else if (event.type === 'end') {
        yield { ...event, metadata: toChatMetadata(facts, [...warnings, ...(event.warnings ?? [])]) }
      } else yield event
    }
  } catch (error) {
    throw renameParam(error, rename)
  }
}

function renamingParams<Value>(rename: RenameParam, action: () => Value): Value {
  try {
    return action()
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
