import type { ChatEvent, ChatRequest } from '../chat/chat.ts'
import type { TaskName } from '../config/task-config.ts'
import type { Timeouts } from '../config/timeouts.ts'
import type { EmbedResult } from '../engine/engine.ts'
import type { ErrorBody } from '../errors.ts'
import type { Ability } from '../models/model.ts'
import type { ContextPlan, DroppedMessage, Truncation } from './prepare-context.ts'
import type { TaskResult } from './task-result.ts'

/** Where a model is in its life. `failed` and `recovering` try again with the next request. */
export type ModelState =
  | { state: 'unloaded' }
  | { state: 'loading'; progress: number }
  | { state: 'ready' }
  | { state: 'failed'; error: ErrorBody['error'] }
  | { state: 'recovering'; error: ErrorBody['error'] }

/** One model as `GET /health` shows it. */
export type ModelHealth = ModelState & {
  id: string
  abilities: readonly Ability[]
  lastLoad: { at: string; durationMs: number } | null
  slots: { active: number; total: number }
  queue: { waiting: number; limit: number }
  restarts: number
  seals: readonly string[]
}

/** Which model serves a request, and why. */
export type Decision =
  | { model: string; reason: 'named by the request' | 'configured for the task' | 'first that can' }
  /** The chosen model could not be loaded, or its engine crashed before anything was delivered. */
  | { model: string; reason: 'fallback'; fallbackFrom: string }

/** What a caller asks for: a model by its id, or a task, which the config gives to a model. */
export type Target = { model?: string | undefined; task?: TaskName | undefined }

/** Whether a one-token request sent now would be answered. */
export type Readiness = { ready: true } | { ready: false; reason: string }

/** What any request may be given. */
export type RequestOptions = {
  /** Aborting it ends the request with `request_cancelled`. */
  signal?: AbortSignal | undefined
  /** Under which events tell of the request; one is made by default. */
  requestId?: string | undefined
  /** Limits of this request, each in place of the model's own. */
  timeouts?: Timeouts | undefined
}

/** What a chat may be given. */
export type ChatOptions = RequestOptions & {
  /** Whether the oldest turns may be left out; `disabled` by default. */
  truncation?: Truncation | undefined
}

/** A chat under way. It begins when its events are read. */
export type RoutedChat = {
  /** Known before the first event; it changes only when a fallback steps in. */
  readonly decision: Decision
  /** Messages that were left out, known at the first event. */
  readonly dropped: readonly DroppedMessage[]
  events: AsyncIterable<ChatEvent>
}

/**
 * Task or model name → model → engine, with lazy loading, crash recovery and a bounded queue. Requests throw
 * `model_not_found`, `model_lacks_ability`, `queue_full`, `request_timed_out`, the errors of loading and those of the engine.
 */
export type Router = AsyncDisposable & {
  /** Verifies every model. Throws `no_usable_model` when none is usable or a required one failed. */
  start(): Promise<void>
  /** Ids and abilities, in the order of the config. */
  models(): { id: string; abilities: readonly Ability[] }[]
  /** What is known of every model. Looks at the files, loads nothing. */
  health(): Promise<ModelHealth[]>
  /** Looks at the files, loads nothing. */
  readiness(): Promise<Readiness>
  /** Which model a target is served by; without an ability, whatever it can do. Throws `model_not_found`, `model_lacks_ability`. */
  decide(target: Target, ability?: Ability): Decision
  /** Answers a chat. */
  chat(target: Target, request: ChatRequest, options?: ChatOptions): RoutedChat
  embed(target: Target, texts: string[], options?: RequestOptions): Promise<{ decision: Decision; result: EmbedResult }>
  /** Does a task on one input, as the config says. Throws `input_too_long` too. */
  runTask<Task extends TaskName>(
    task: Task,
    input: string,
    options?: RequestOptions & { model?: string | undefined },
  ): Promise<TaskResult<Task>>
  /** Counts the tokens of a text, or of a chat as the model's template renders it. Takes no slot. */
  countTokens(target: Target, input: string | ChatRequest, options?: RequestOptions): Promise<{ decision: Decision; tokens: number }>
  /** Says what of a chat would be sent. Takes no slot. Throws `context_length_exceeded`. */
  planContext(target: Target, request: ChatRequest, options?: ChatOptions): Promise<{ decision: Decision; plan: ContextPlan }>
  /** Loads a model now, or joins its load. */
  load(model: string): Promise<void>
  /** Unloads a model once nobody uses it; who comes meanwhile waits, and then loads it again. */
  unload(model: string): Promise<void>
}
