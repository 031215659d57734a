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
  /** When each answer had its last output. */
  readonly #outputMs: number[] = []
  readonly #gapsMs: number[] = []
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

  /** A part of an answer came; tells the first time only. `choice` says of which answer it holds output, where it holds any. */
  answering(choice: number | undefined): void {
    const nowMs = this.elapsedMs
    if (choice !== undefined) this.#noteOutput(choice, nowMs)
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
    this.#end((durationMs) => ({ type: 'request-finished', ...this.#facts, durationMs, ...this.#tokens, ...this.#gaps, usage }))
  }

  failed(error: unknown): void {
    if (this.#start.signal?.aborted) {
      this.left()
      return
    }
    const { code } = error instanceof RouterError ? error : routerError('internal_error', {})
    this.#end((durationMs) => ({ type: 'request-failed', ...this.#facts, durationMs, ...this.#gaps, errorCode: code }))
  }

  /** The caller wants no more of it. Says nothing when it has ended already. */
  left(): void {
    this.#end((durationMs) => ({ type: 'request-cancelled', ...this.#facts, durationMs, ...this.#gaps }))
  }

  get #facts() {
    const { task } = this.#start
    return { requestId: this.#requestId, model: this.#model, ...(task && { task }) }
  }

  get #gaps() {
    return this.#gapsMs.length > 0 ? { gapsMs: this.#gapsMs } : {}
  }

  // Kept until the end: an event for each would cost more than the token.
  #noteOutput(choice: number, nowMs: number): void {
    const lastMs = this.#outputMs[choice]
    if (lastMs !== undefined) this.#gapsMs.push(Math.round((nowMs - lastMs) * 1000) / 1000)
    this.#outputMs[choice] = nowMs
  }

  #end(event: (durationMs: number) => RouterEvent): void {
    if (this.#ended) return
    this.#ended = true
    this.#start.onEvent(event(this.elapsedMs))
  }
}
