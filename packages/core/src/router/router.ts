import type { ChatEvent, ChatRequest } from '../chat/chat.ts'
import type { TaskName } from '../config/schema/task-config.ts'
import type { Timeouts } from '../config/schema/timeouts.ts'
import type { EmbedOptions, EmbedResult } from '../engine/engine.ts'
import type { Ability, Model } from '../models/model.ts'
import type { ContextPlan, DroppedMessage, Truncation } from './context-plan.ts'
import type { Decision, ModelState, Target } from './decision.ts'
import type { RouterListener } from './router-event.ts'
import type { TaskResult } from './task-result.ts'

/** One model as `GET /health` shows it. */
export type ModelHealth = ModelState & {
  id: string
  abilities: readonly Ability[]
  lastLoad: { at: string; durationMs: number } | null
  slots: { active: number; total: number }
  queue: { waiting: number; limit: number }
  restarts: number
  sandbox: readonly string[]
}

/** What is known of a model's weights, and what its chat template has a place for. */
export type ModelFacts = Model & {
  slots: number
  tools: boolean
  reasoning: boolean
}

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

/** Whether special tokens are meant by their text. */
type SpecialTokensOption = { special?: boolean | undefined }

/** How a load is followed. */
export type LoadCallOptions = {
  /** Told the share of the weights that was read, 0 to 1. */
  onProgress?: ((progress: number) => void) | undefined
  /** Aborting it ends the wait with `request_cancelled`. */
  signal?: AbortSignal | undefined
}

/** How a chat begins: as its engine tells it, and what was decided and done before. */
export type RoutedChatStart = Extract<ChatEvent, { type: 'start' }> & {
  /** Which model answers, and why: the one chosen, or a fallback that stepped in. */
  decision: Decision
  /** Messages that were left out. */
  dropped: readonly DroppedMessage[]
  /** What was done otherwise than asked, such as a limit that was lowered. */
  warnings: readonly string[]
}

/** What comes out of a chat, in order: one `start` comes first, one `end` last. */
export type RoutedChatEvent = Exclude<ChatEvent, { type: 'start' }> | RoutedChatStart

/** A chat under way. It begins when its events are read. */
export type RoutedChat = {
  /** Which model is asked first, and why; the `start` says which one answers. */
  readonly chosen: Decision
  events: AsyncIterable<RoutedChatEvent>
}

/**
 * Task or model name → model → engine, with lazy loading, crash recovery and a bounded queue. Requests throw
 * `model_not_found`, `model_lacks_ability`, `queue_full`, `request_timed_out`, the errors of loading and those of the engine.
 */
export type Router = AsyncDisposable & {
  /**
   * Verifies every model; the server may listen already. Throws `no_usable_model` when none is usable, the error of a required one
   * that failed, and `sandbox_unavailable` where the config requires sandbox that this machine does not have.
   */
  start(): Promise<void>
  /** Tells a listener of every event from now on, until it is disposed of. What it throws becomes a warning of the process. */
  subscribe(listener: RouterListener): Disposable
  /** Ids and abilities, in the order of the config. */
  models(): { id: string; abilities: readonly Ability[] }[]
  /** What is known of every model. Looks at the files, loads nothing. */
  health(): Promise<ModelHealth[]>
  /** What a model's weights are. Looks at the files, loads nothing. Throws `model_not_found` and the `weights_…` errors. */
  facts(model: string): Promise<ModelFacts>
  /** Looks at the files, loads nothing. */
  readiness(): Promise<Readiness>
  /** Which model a target is served by; without an ability, whatever it can do. Throws `model_not_found`, `model_lacks_ability`. */
  decide(target: Target, ability?: Ability): Decision
  /** Answers a chat; one that names the task `general_reasoning` as the config does it. Throws `input_too_long` too. */
  chat(target: Target, request: ChatRequest, options?: ChatOptions): RoutedChat
  /** Embeds texts, those that name the task as the config does it; `dimensions` cuts every vector to its first so many. */
  embed(target: Target, texts: string[], options?: EmbedOptions & RequestOptions): Promise<{ decision: Decision; result: EmbedResult }>
  /** Does a task on one input, as the config says. Throws `input_too_long` too. */
  runTask<Task extends TaskName>(
    task: Task,
    input: string,
    options?: RequestOptions & { model?: string | undefined },
  ): Promise<TaskResult<Task>>
  /**
   * Counts the tokens of a text, or of a chat as the model's template renders it. Takes no slot and loads no weights.
   * `estimated`: the model has no tokenizer, and the config allows to count by characters then.
   */
  countTokens(
    target: Target,
    input: string | ChatRequest,
    options?: RequestOptions,
  ): Promise<{ decision: Decision; tokens: number; estimated: boolean }>
  /** The prompt that a chat comes to, as text and as token ids. Takes no slot and loads no weights. */
  renderPrompt(
    target: Target,
    request: ChatRequest,
    options?: RequestOptions,
  ): Promise<{ decision: Decision; prompt: string; tokens: number[] }>
  /** Token ids of a text. Special tokens in it stay plain text unless `special`. Takes no slot and loads no weights. */
  tokenize(target: Target, text: string, options?: SpecialTokensOption & RequestOptions): Promise<{ decision: Decision; tokens: number[] }>
  /**
   * Text of token ids, special tokens included unless `special` is false. Takes no slot and loads no weights. Throws `invalid_request` for an id that
   * there is not.
   */
  detokenize(
    target: Target,
    tokens: readonly number[],
    options?: SpecialTokensOption & RequestOptions,
  ): Promise<{ decision: Decision; text: string }>
  /** Says what of a chat would be sent. Takes no slot and loads no weights. Throws `context_length_exceeded`. */
  planContext(target: Target, request: ChatRequest, options?: ChatOptions): Promise<{ decision: Decision; plan: ContextPlan }>
  /** Loads a model now, or joins its load; who leaves stops waiting, and the load goes on. */
  load(model: string, options?: LoadCallOptions): Promise<void>
  /** Unloads a model once nobody uses it; who comes meanwhile waits, and then loads it again. */
  unload(model: string): Promise<void>
}
