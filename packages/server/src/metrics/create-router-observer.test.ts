import { type RouterEvent, routerError } from '@honestai/core'
import { expect, test } from 'vitest'
import { createMetrics } from './create-metrics.ts'
import { createRouterObserver } from './create-router-observer.ts'
import { readSamples } from './read-samples.ts'

const { error } = routerError('engine_crashed', { model: 'canary', reason: 'SIGKILL.' }).toBody()
const usage = { promptTokens: 12, cachedTokens: 4, completionTokens: 11, reasoningTokens: 0 }
const request = { requestId: 'r', model: 'canary' }

/** The samples that these events leave, without buckets and zeros. */
async function samplesAfter(events: RouterEvent[]): Promise<string[]> {
  const metrics = createMetrics()
  events.forEach(createRouterObserver(metrics))
  return (await metrics.text()).split('\n').filter((line) => /^honestai/.test(line) && !/_bucket| 0$/.test(line))
}

test('a request leaves its waits, its length and its tokens', async () => {
  const gapsMs = [400, 500, 100]
  const samples = await samplesAfter([
    { type: 'request-queued', ...request, task: 'general_reasoning', waiting: 0 },
    { type: 'request-started', ...request, task: 'general_reasoning', queueMs: 250 },
    { type: 'request-first-token', ...request, task: 'general_reasoning', firstTokenMs: 1000 },
    {
      type: 'request-finished',
      ...request,
      task: 'general_reasoning',
      durationMs: 2100,
      firstTokenMs: 1000,
      lastTokenMs: 2000,
      gapsMs,
      usage,
    },
  ])
  expect(samples).toEqual(
    expect.arrayContaining([
      `honestai_queue_wait_seconds_sum{model="canary",task="general_reasoning"} 0.25`,
      `honestai_time_to_first_token_seconds_sum{model="canary",task="general_reasoning"} 1`,
      // Ten steps from the first of eleven tokens to the last.
      `honestai_time_per_output_token_seconds_sum{model="canary",task="general_reasoning"} 0.1`,
      `honestai_time_per_output_token_seconds_count{model="canary",task="general_reasoning"} 1`,
      `honestai_inter_token_seconds_sum{model="canary",task="general_reasoning"} 1`,
      `honestai_inter_token_seconds_count{model="canary",task="general_reasoning"} 3`,
      `honestai_request_duration_seconds_sum{model="canary",task="general_reasoning",outcome="success"} 2.1`,
    ]),
  )
})

test.each<{ title: string; events: RouterEvent[] }>([
  { title: 'one token', events: [{ type: 'request-finished', ...request, durationMs: 9, usage: { ...usage, completionTokens: 1 } }] },
  { title: 'no first token, as embeddings', events: [{ type: 'request-finished', ...request, durationMs: 9, usage }] },
])('a request with $title says nothing about the time between tokens', async ({ events }) => {
  expect((await samplesAfter(events)).filter((line) => /^honestai_(inter|time_per_output)_token/.test(line))).toEqual([])
})

test.each<{ event: RouterEvent }>([
  { event: { type: 'request-finished', ...request, durationMs: 100, gapsMs: [2, 20, 2500], usage } },
  { event: { type: 'request-failed', ...request, durationMs: 100, gapsMs: [2, 20, 2500], errorCode: 'engine_crashed' } },
  { event: { type: 'request-cancelled', ...request, durationMs: 100, gapsMs: [2, 20, 2500] } },
])('each gap of $event.type falls into its bucket, in seconds', async ({ event }) => {
  const metrics = createMetrics()
  createRouterObserver(metrics)(event)
  const buckets = readSamples(await metrics.text()).filter(({ name }) => name === 'honestai_inter_token_seconds_bucket')
  const counts = Object.fromEntries(buckets.map(({ labels, value }) => [labels.le, value]))
  expect(counts).toMatchObject({ 0.001: 0, 0.0025: 1, 0.01: 1, 0.02: 2, 1: 2, 2.5: 3, '+Inf': 3 })
})

test.each<{ event: RouterEvent; outcome: string }>([
  { event: { type: 'request-failed', ...request, durationMs: 500, errorCode: 'engine_crashed' }, outcome: 'failure' },
  { event: { type: 'request-failed', ...request, durationMs: 500, errorCode: 'context_length_exceeded' }, outcome: 'refused' },
  { event: { type: 'request-cancelled', ...request, durationMs: 500 }, outcome: 'cancelled' },
])('$event.type is a request that ended as $outcome', async ({ event, outcome }) => {
  expect(await samplesAfter([event])).toContain(
    `honestai_request_duration_seconds_sum{model="canary",task="none",outcome="${outcome}"} 0.5`,
  )
})

test.each<{ title: string; events: RouterEvent[]; samples: string[] }>([
  {
    title: 'a load',
    events: [{ type: 'load-finished', model: 'canary', durationMs: 500, memoryBytes: 7, sandbox: [] }],
    samples: [
      'honestai_model_load_seconds_sum{model="canary",outcome="success"} 0.5',
      'honestai_model_load_seconds_count{model="canary",outcome="success"} 1',
      'honestai_model_memory_bytes{model="canary"} 7',
    ],
  },
  {
    title: 'a failed load',
    events: [{ type: 'load-failed', model: 'canary', durationMs: 500, error }],
    samples: [
      'honestai_model_load_seconds_sum{model="canary",outcome="failure"} 0.5',
      'honestai_model_load_seconds_count{model="canary",outcome="failure"} 1',
    ],
  },
  {
    title: 'a crash and a restart',
    events: [
      { type: 'load-finished', model: 'canary', durationMs: 500, memoryBytes: 7, sandbox: [] },
      { type: 'engine-crashed', model: 'canary', error },
      { type: 'engine-restarted', model: 'canary', durationMs: 5, restarts: 1 },
    ],
    samples: [
      'honestai_model_load_seconds_sum{model="canary",outcome="success"} 0.5',
      'honestai_model_load_seconds_count{model="canary",outcome="success"} 1',
      'honestai_engine_crashes_total{model="canary"} 1',
      'honestai_engine_restarts_total{model="canary"} 1',
    ],
  },
  {
    title: 'an unload',
    events: [
      { type: 'load-finished', model: 'canary', durationMs: 500, memoryBytes: 7, sandbox: [] },
      { type: 'model-unloaded', model: 'canary', cause: 'idle' },
    ],
    samples: [
      'honestai_model_load_seconds_sum{model="canary",outcome="success"} 0.5',
      'honestai_model_load_seconds_count{model="canary",outcome="success"} 1',
    ],
  },
])('$title leaves what it came to', async ({ events, samples }) => {
  expect(await samplesAfter(events)).toEqual(samples)
})
