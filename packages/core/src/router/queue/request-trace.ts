import { randomUUID } from 'node:crypto'
import type { Usage } from '../../chat/chat.ts'
import type { TaskName } from '../../config/schema/task-config.ts'
import { RouterError, routerError } from '../../errors.ts'
import { elapsedMs } from '../lifecycle/restart/restart-policy.ts'
import type { RouterEvent } from '../router-event.ts'

/** What a trace is told at its start. */
export type TraceStart = {
  requestId: string | undefined
  task: TaskName | undefined
  signal: AbortSignal | undefined
  onEvent: (event: RouterEvent) => void
}

/** Tells what happens to one request, as events: exactly one end, whatever comes. */
export class RequestTrace {
  readonly #start: TraceStart
  readonly #requestId: string
  readonly #arrivedMs = performance.now()
  #model = ''
  #queuedMs = 0
  #tokens: { firstTokenMs: number; lastTokenMs: number } | undefined
  #ended = false

  constructor(start: TraceStart) {
    this.#start = start
    this.#requestId = start.requestId ?? randomUUID()
  }

  /** Milliseconds since the request came. */
  get elapsedMs(): number {
    return elapsedMs(this.#arrivedMs)
  }

  queued(model: string, waiting: number): void {
    this.#model = model
    this.#queuedMs = performance.now()
    this.#start.onEvent({ type: 'request-queued', ...this.#facts, waiting })
  }

  started(): void {
    this.#start.onEvent({ type: 'request-started', ...this.#facts, queueMs: elapsedMs(this.#queuedMs) })
  }

  /** A part of the answer came; tells the first time only. */
  answering(): void {
    const nowMs = this.elapsedMs
    if (this.#tokens) {
      this.#tokens.lastTokenMs = nowMs
      return
    }
    this.#tokens = { firstTokenMs: nowMs, lastTokenMs: nowMs }
    this.#start.onEvent({ type: 'request-first-token', ...this.#facts, firstTokenMs: nowMs })
  }

  fellBack(to: string, error: RouterError): void {
    this.#start.onEvent({ type: 'request-fell-back', ...this.#facts, to, error: error.toBody().error })
  }

  finished(usage: Usage): void {
    this.#end((durationMs) => ({ type: 'request-finished', ...this.#facts, durationMs, ...this.#tokens, usage }))
  }

  failed(error: unknown): void {
    if (this.#start.signal?.aborted) {
      this.left()
      return
    }
    const { code } = error instanceof RouterError ? error : routerError('internal_error', {})
    this.#end((durationMs) => ({ type: 'request-failed', ...this.#facts, durationMs, errorCode: code }))
  }

  /** The caller wants no more of it. Says nothing when it has ended already. */
  left(): void {
    this.#end((durationMs) => ({ type: 'request-cancelled', ...this.#facts, durationMs }))
  }

  get #facts() {
    const { task } = this.#start
    return { requestId: this.#requestId, model: this.#model, ...(task && { task }) }
  }

  #end(event: (durationMs: number) => RouterEvent): void {
    if (this.#ended) return
    this.#ended = true
    this.#start.onEvent(event(this.elapsedMs))
  }
}
