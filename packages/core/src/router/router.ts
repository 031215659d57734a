import type { ChatEvent, ChatRequest } from '../chat/chat.ts'
import type { TaskName } from '../config/config.ts'
import type { EmbedResult } from '../engine/engine.ts'
import type { ErrorBody } from '../errors.ts'
import type { Ability } from '../models/model.ts'

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
export type Decision = { model: string; reason: 'named by the request' | 'configured for the task' | 'first that can' }

/** What a caller asks for: a model by its id, or a task, which the config gives to a model. */
export type Target = { model?: string | undefined; task?: TaskName | undefined }

/** Whether a one-token request sent now would be answered. */
export type Readiness = { ready: true } | { ready: false; reason: string }

/** What happens inside a router, for logs and metrics. Never holds prompt text or a full path. */
export type RouterEvent =
  | { type: 'load-started'; model: string }
  | { type: 'load-finished'; model: string; durationMs: number; memoryBytes: number; seals: readonly string[] }
  | { type: 'load-failed'; model: string; durationMs: number; error: ErrorBody['error'] }
  | { type: 'engine-crashed'; model: string; error: ErrorBody['error'] }
  | { type: 'model-unloaded'; model: string }

/** Task or model name → model → engine, with lazy loading, crash recovery and a bounded queue. */
export type Router = AsyncDisposable & {
  /** Verifies every model. Throws `no_usable_model` when none is usable or a required one failed. */
  start(): Promise<void>
  /** Ids and abilities, in the order of the config. */
  models(): { id: string; abilities: readonly Ability[] }[]
  /** What is known of every model. Looks at the files, loads nothing. */
  health(): Promise<ModelHealth[]>
  /** Looks at the files, loads nothing. */
  readiness(): Promise<Readiness>
  /** Answers a chat; `decision` is known before the first event. */
  chat(target: Target, request: ChatRequest, signal?: AbortSignal): { decision: Decision; events: AsyncIterable<ChatEvent> }
  embed(target: Target, texts: string[], signal?: AbortSignal): Promise<{ decision: Decision; result: EmbedResult }>
  /** Loads a model now, or joins its load. */
  load(model: string): Promise<void>
}
