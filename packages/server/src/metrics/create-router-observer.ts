import type { RouterEvent, Usage } from '@honestai/core'
import { type ErrorCode, errorCodes } from '@honestai/core'
import type { Metrics } from './create-metrics.ts'

type Serving = { task: string; model: string }

/**
 * Makes what counts the events of one router.
 *
 * @example
 * router.subscribe(createRouterObserver(metrics))
 */
export function createRouterObserver(metrics: Metrics): (event: RouterEvent) => void {
  function observeTokens(serving: Serving, usage: Usage, spanMs: number): void {
    metrics.count('honestai_prompt_tokens_total', serving, usage.promptTokens)
    metrics.count('honestai_cached_prompt_tokens_total', serving, usage.cachedTokens)
    metrics.count('honestai_completion_tokens_total', serving, usage.completionTokens)
    // A mean over the request: chunks may carry several tokens, so the gaps between them are not those between tokens.
    if (spanMs > 0 && usage.completionTokens > 1) {
      metrics.observe('honestai_time_per_output_token_seconds', serving, spanMs / 1000 / (usage.completionTokens - 1))
    }
  }

  function observeGaps(serving: Serving, gapsMs: readonly number[] = []): void {
    for (const gapMs of gapsMs) metrics.observe('honestai_inter_token_seconds', serving, gapMs / 1000)
  }

  const observeEnd = (serving: Serving, outcome: RequestOutcome, durationMs: number): void =>
    metrics.observe('honestai_request_duration_seconds', { ...serving, outcome }, durationMs / 1000)

  return (event) => {
    const { model } = event
    const serving = { model, task: ('task' in event && event.task) || none }
    if ('gapsMs' in event) observeGaps(serving, event.gapsMs)
    switch (event.type) {
      case 'request-started':
        return metrics.observe('honestai_queue_wait_seconds', serving, event.queueMs / 1000)
      case 'request-first-token':
        return metrics.observe('honestai_time_to_first_token_seconds', serving, event.firstTokenMs / 1000)
      case 'request-finished':
        observeTokens(serving, event.usage, (event.lastTokenMs ?? 0) - (event.firstTokenMs ?? 0))
        return observeEnd(serving, 'success', event.durationMs)
      case 'request-failed':
        return observeEnd(serving, toOutcome(event.errorCode), event.durationMs)
      case 'request-cancelled':
        return observeEnd(serving, 'cancelled', event.durationMs)
      case 'load-finished':
        metrics.set('honestai_model_memory_bytes', { model }, event.memoryBytes)
        return metrics.observe('honestai_model_load_seconds', { model, outcome: 'success' }, event.durationMs / 1000)
      case 'load-failed':
        return metrics.observe('honestai_model_load_seconds', { model, outcome: 'failure' }, event.durationMs / 1000)
      case 'engine-crashed':
        metrics.set('honestai_model_memory_bytes', { model }, 0)
        return metrics.count('honestai_engine_crashes_total', { model })
      case 'engine-restarted':
        return metrics.count('honestai_engine_restarts_total', { model })
      case 'model-unloaded':
        return metrics.set('honestai_model_memory_bytes', { model }, 0)
    }
  }
}

/** The value of a label that says nothing: no such route, task, model or error code. */
export const none = 'none'

/** How a request ended: `refused` is the caller's to mend, `failure` the operator's. */
export type RequestOutcome = 'success' | 'refused' | 'failure' | 'cancelled'

/** How a request ended that ended with this error, or with none. */
export function toOutcome(code: ErrorCode | undefined): RequestOutcome {
  if (code === undefined) return 'success'
  if (code === 'request_cancelled') return 'cancelled'
  return errorCodes[code].status >= 500 ? 'failure' : 'refused'
}
