/** What a metric is: how it moves, what it counts in, by what it is told apart, and what it means. */
export type MetricRow = {
  kind: 'counter' | 'gauge' | 'histogram'
  unit: 'requests' | 'seconds' | 'tokens' | 'bytes' | 'slots' | 'crashes' | 'restarts' | 'none'
  /** None of them takes a value that a client chooses, so the number of series is bounded by the config. */
  labels: readonly string[]
  help: string
  /** Upper bounds of a histogram. */
  buckets?: readonly number[]
}

// From a cached prompt on small weights to a long one on large weights.
const waitSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const durationSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]
const tokenSeconds = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1]
// Longer too: a pause amid an answer is what this one is for.
const gapSeconds = [...tokenSeconds, 2.5, 5, 10]
const loadSeconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]

/**
 * Every metric of our own, under its name on `GET /metrics`. The registry, the docs page and the test of dashboard and alerts read this table.
 * Names follow https://prometheus.io/docs/practices/naming: base units, `_total` at the end of a counter.
 */
export const metricTable = {
  honestai_http_requests_total: {
    kind: 'counter',
    unit: 'requests',
    labels: ['route', 'task', 'model', 'outcome', 'code'],
    help: 'HTTP requests that ended, plain liveness probes left out, by route pattern, task, model, outcome (success, refused, failure, cancelled) and error code. A stream that broke is a failure.',
  },
  honestai_time_to_first_token_seconds: {
    kind: 'histogram',
    unit: 'seconds',
    labels: ['task', 'model'],
    help: 'Time from the arrival of a request at its model to its first token, queue and load included.',
    buckets: waitSeconds,
  },
  honestai_time_per_output_token_seconds: {
    kind: 'histogram',
    unit: 'seconds',
    labels: ['task', 'model'],
    help: 'Mean time between the tokens of a request, one observation a request: from first to last, divided by their number less one.',
    buckets: tokenSeconds,
  },
  honestai_inter_token_seconds: {
    kind: 'histogram',
    unit: 'seconds',
    labels: ['task', 'model'],
    help: 'Time between a part of an answer and the next, one observation each, as they are handed on: pauses show, also those of a client that reads slowly. A part is a token, or several that came together. Counted when the request ends, however it ends.',
    buckets: gapSeconds,
  },
  honestai_request_duration_seconds: {
    kind: 'histogram',
    unit: 'seconds',
    labels: ['task', 'model', 'outcome'],
    help: 'Time from the arrival of a request at its model to its end.',
    buckets: durationSeconds,
  },
  honestai_queue_wait_seconds: {
    kind: 'histogram',
    unit: 'seconds',
    labels: ['task', 'model'],
    help: 'Time that a request waited for a slot.',
    buckets: waitSeconds,
  },
  honestai_model_load_seconds: {
    kind: 'histogram',
    unit: 'seconds',
    labels: ['model', 'outcome'],
    help: 'Time that a load of a model took, failed ones included.',
    buckets: loadSeconds,
  },
  honestai_prompt_tokens_total: {
    kind: 'counter',
    unit: 'tokens',
    labels: ['task', 'model'],
    help: 'Prompt tokens of answered requests, cached ones included.',
  },
  honestai_cached_prompt_tokens_total: {
    kind: 'counter',
    unit: 'tokens',
    labels: ['task', 'model'],
    help: 'Prompt tokens that were in the cache of a slot already, so that they were not computed again.',
  },
  honestai_completion_tokens_total: {
    kind: 'counter',
    unit: 'tokens',
    labels: ['task', 'model'],
    help: 'Generated tokens of answered requests, reasoning included.',
  },
  honestai_slots: {
    kind: 'gauge',
    unit: 'slots',
    labels: ['model', 'state'],
    help: 'Slots of a model, by state (active, idle).',
  },
  honestai_queued_requests: { kind: 'gauge', unit: 'requests', labels: ['model'], help: 'Requests that wait for a slot.' },
  honestai_queue_limit: { kind: 'gauge', unit: 'requests', labels: ['model'], help: 'Requests that may wait; one more is refused.' },
  honestai_model_state: {
    kind: 'gauge',
    unit: 'none',
    labels: ['model', 'state'],
    help: '1 for the state that a model is in (unloaded, loading, ready, failed, recovering), 0 for the others.',
  },
  honestai_model_memory_bytes: {
    kind: 'gauge',
    unit: 'bytes',
    labels: ['model'],
    help: 'Memory that a loaded model took when it was loaded; 0 while it is not.',
  },
  honestai_engine_crashes_total: { kind: 'counter', unit: 'crashes', labels: ['model'], help: 'Times that the engine of a model died.' },
  honestai_engine_restarts_total: {
    kind: 'counter',
    unit: 'restarts',
    labels: ['model'],
    help: 'Times that a dead engine was started again and came back.',
  },
  honestai_build_info: {
    kind: 'gauge',
    unit: 'none',
    labels: ['version', 'node'],
    help: '1, with the versions of the server and of Node.',
  },
} as const satisfies Record<`honestai_${string}`, MetricRow>

/** The name of a metric. */
export type MetricName = keyof typeof metricTable

/** What a metric is told apart by. */
export type MetricLabels<Name extends MetricName> = Record<(typeof metricTable)[Name]['labels'][number], string>
