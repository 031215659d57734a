import type { ModelHealth, ModelState } from '@honestai/core'
import type { Metrics } from './create-metrics.ts'

const states: readonly ModelState['state'][] = ['unloaded', 'loading', 'ready', 'failed', 'recovering']

/** Sets the gauges that say how the models are now. */
export function setModelGauges(metrics: Metrics, models: readonly ModelHealth[]): void {
  for (const { id: model, state: current, slots, queue } of models) {
    for (const state of states) metrics.set('honestai_model_state', { model, state }, Number(state === current))
    metrics.set('honestai_slots', { model, state: 'active' }, slots.active)
    metrics.set('honestai_slots', { model, state: 'idle' }, slots.total - slots.active)
    metrics.set('honestai_queued_requests', { model }, queue.waiting)
    metrics.set('honestai_queue_limit', { model }, queue.limit)
  }
}
