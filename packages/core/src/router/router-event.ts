import type { Usage } from '../chat/chat.ts'
import type { TaskName } from '../config/schema/task-config.ts'
import type { ErrorBody, ErrorCode } from '../errors.ts'
import type { ModelState } from './decision.ts'

/** Why a model was loaded. */
export type LoadCause = 'preload' | 'load-called' | 'request' | 'restart' | 'retry'

/** Why a model was unloaded. */
export type UnloadCause = 'idle' | 'evicted' | 'unload-called' | 'weights-changed' | 'shutdown'

/** Why a model changed its state. */
export type StateCause = LoadCause | UnloadCause | 'loaded' | 'load-failed' | 'engine-crashed' | 'weights-unusable' | 'weights-verified'

/** What happens to a model. The duration of `engine-restarted` counts from the crash. */
type ModelEvent = { model: string } & (
  | { type: 'state-changed'; from: ModelState['state']; to: ModelState['state']; cause: StateCause }
  | { type: 'load-started'; cause: LoadCause }
  | { type: 'load-finished'; durationMs: number; memoryBytes: number; sandbox: readonly string[] }
  | { type: 'load-failed'; durationMs: number; error: ErrorBody['error'] }
  | { type: 'engine-crashed'; error: ErrorBody['error'] }
  | { type: 'engine-restarted'; durationMs: number; restarts: number }
  | { type: 'model-unloaded'; cause: UnloadCause }
)

/**
 * What happens to a request: it is queued and started at least once, and ends exactly once. `waiting` counts those before it.
 * Milliseconds have three decimals and count from its arrival, those of `queueMs` from when it came to that queue. The time of a token is
 * that of the part of the answer it came with: between two tokens lie `(lastTokenMs - firstTokenMs) / (completionTokens - 1)`. `gapsMs`
 * holds the time between each part of an answer and the next, where there were two; a part may hold several tokens.
 */
type RequestEvent = { requestId: string; model: string; task?: TaskName } & (
  | { type: 'request-queued'; waiting: number }
  | { type: 'request-started'; queueMs: number }
  | { type: 'request-first-token'; firstTokenMs: number }
  | { type: 'request-fell-back'; to: string; error: ErrorBody['error'] }
  /** The times of tokens are absent where there was no answer of parts, such as for embeddings and labels. */
  | { type: 'request-finished'; durationMs: number; firstTokenMs?: number; lastTokenMs?: number; gapsMs?: readonly number[]; usage: Usage }
  | { type: 'request-failed'; durationMs: number; gapsMs?: readonly number[]; errorCode: ErrorCode }
  | { type: 'request-cancelled'; durationMs: number; gapsMs?: readonly number[] }
)

/** What happens inside a router, for logs and metrics. Never holds prompt text or a full path. */
export type RouterEvent = ModelEvent | RequestEvent

/** Is told of every event of a router, as it happens. */
export type RouterListener = (event: RouterEvent) => void

/** Tells the events of one router to all who listen. */
export class RouterEvents {
  readonly #listeners = new Set<RouterListener>()

  /** Tells a listener from now on, until it is disposed of. */
  subscribe(listener: RouterListener): Disposable {
    // A function of its own, as two may listen with the same.
    const own: RouterListener = (event) => listener(event)
    this.#listeners.add(own)
    return { [Symbol.dispose]: () => this.#listeners.delete(own) }
  }

  readonly tell: RouterListener = (event) => {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch (error) {
        // A fault of who listens is no reason for a request to fail.
        process.emitWarning(error instanceof Error ? error : String(error))
      }
    }
  }
}
