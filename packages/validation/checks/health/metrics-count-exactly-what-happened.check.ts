import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { type MetricSample, readMetrics } from '../../src/asking/read-metrics.ts'
import { check } from '../../src/checks/check.ts'
import { weightsToSpoil } from '../../src/subject/damaged-copy.ts'
import type { StreamAnswer } from '../../src/subject/server-process/chat.ts'
import type { RunningServer } from '../../src/subject/server-process/running-server.ts'

const path = '/v1/chat/completions'

check(
  {
    proves: 'inference-metrics',
    promise:
      'Metrics before and after a known set of requests differ by exactly what happened: requests by route, model, outcome and code, tokens of prompts and answers, the gaps between the parts of streams and their time per token in seconds, loads, crashes, and nothing that waits or works afterwards',
    timeoutMs: 90_000,
  },
  async ({ servers, weights, temporaryFolder, evidence, skip }) => {
    if (process.platform !== 'linux') skip('Engines are found by the kernel’s process table, on Linux only.')
    const gone = join(temporaryFolder, 'gone.gguf')
    copyFileSync(weightsToSpoil(weights).path, gone)
    const models = [
      { id: 'counted', path: weights.path },
      { id: 'gone', path: gone },
    ]
    const server = await servers.start({ config: () => ({ models }) })
    rmSync(gone)
    const bodyOf = (fields: object = {}) => ({
      model: 'counted',
      messages: [{ role: 'user', content: 'Say hi.' }],
      max_tokens: 3,
      temperature: 0,
      ...fields,
    })
    const ask = (fields?: object) => server.request(path, { body: bodyOf(fields) })
    await ask()
    const told = await streamAndMeasure(server)
    const before = await readMetrics(server)

    const usages = [
      (await ask()).json.usage,
      (await ask()).json.usage,
      (await server.stream('Say hi.', { model: 'counted', max_tokens: 3 })).usage,
    ]
    await ask({ model: 'no-such-model' })
    await ask({ temperature: 9 })
    await ask({ model: 'gone' })
    await ask({ messages: [{ role: 'user', content: 'the '.repeat(9_000) }] })
    const engine = server.engine()
    const untilActive = async (active: number) => {
      for (let waited = 0; waited < 10_000 && (await server.modelHealth('counted')).slots.active < active; waited += 5) await wait(5)
    }
    // A stopped engine has a request and cannot have answered any of it.
    process.kill(engine, 'SIGSTOP')
    const client = new AbortController()
    const left = server.request(path, { body: bodyOf(), signal: client.signal }).catch(() => undefined)
    await untilActive(1)
    client.abort()
    await left
    let after = await readMetrics(server)
    for (let waited = 0; waited < 10_000 && !after.some(({ labels }) => labels.outcome === 'cancelled'); waited += 20) {
      await wait(20)
      after = await readMetrics(server)
    }
    // The slot of who left may be busy for as long as its engine is stopped.
    const { slots } = await server.modelHealth('counted')
    const dying = ask()
    await untilActive(slots.active + 1)
    process.kill(engine, 'SIGKILL')
    await dying
    for (let waited = 0; waited < 15_000 && (await server.modelHealth('counted')).state !== 'ready'; waited += 20) await wait(20)
    after = await readMetrics(server)
    const changes = changesOf(before, after)
    const sum = (field: 'prompt_tokens' | 'completion_tokens') => usages.reduce((total, usage) => total + usage[field], 0)
    evidence.json('changes', { changes, usages, told })
    expect(told.counts).toEqual(told.seen)
    // The server's time lies within the client's; a twentieth is far from any other unit, and room for a client that was busy.
    for (const seconds of [told.gapSeconds, told.perTokenSeconds]) {
      expect(seconds).toBeGreaterThan(told.spanSeconds / 20)
      expect(seconds).toBeLessThan(told.wholeSeconds)
    }

    const requests = Object.fromEntries(
      changes
        .filter(({ name, labels }) => name === 'honestai_http_requests_total' && labels.route === path)
        .map(({ labels, change }) => [`${labels.model} ${labels.outcome} ${labels.code}`, change]),
    )
    expect(requests).toEqual({
      'counted success none': 3,
      'none refused model_not_found': 1,
      'none refused invalid_request': 1,
      'gone failure weights_missing': 1,
      'counted refused context_length_exceeded': 1,
      'counted cancelled request_cancelled': 1,
      'counted failure engine_crashed': 1,
    })
    const of = (name: string) =>
      changes.filter((sample) => sample.name === name && sample.labels.model === 'counted').reduce((total, { change }) => total + change, 0)
    expect({ prompt: of('honestai_prompt_tokens_total'), completion: of('honestai_completion_tokens_total') }).toEqual({
      prompt: sum('prompt_tokens'),
      completion: sum('completion_tokens'),
    })
    expect({
      crashes: of('honestai_engine_crashes_total'),
      restarts: of('honestai_engine_restarts_total'),
      loads: of('honestai_model_load_seconds_count'),
    }).toEqual({
      ...{ crashes: 1, restarts: 1, loads: 1 },
    })
    const gauge = (name: string, state?: string) =>
      after.find((sample) => sample.name === name && sample.labels.model === 'counted' && (!state || sample.labels.state === state))?.value
    expect({
      ready: gauge('honestai_model_state', 'ready'),
      active: gauge('honestai_slots', 'active'),
      waiting: gauge('honestai_queued_requests'),
    }).toEqual({
      ...{ ready: 1, active: 0, waiting: 0 },
    })
  },
)

/** What the server counts of some streams of one length, and what who read them saw. */
async function streamAndMeasure(server: RunningServer) {
  const maxTokens = 32
  const before = await readMetrics(server)
  const streams: StreamAnswer[] = []
  for (let count = 0; count < 3; count++) {
    streams.push(await server.stream('Say hi.', { model: 'counted', max_tokens: maxTokens, ignore_eos: true }))
  }
  const changes = changesOf(before, await readMetrics(server), /^honestai_(inter_token|time_per_output_token)_seconds_/)
  const of = (name: string) => changes.find((sample) => sample.name === name)?.change ?? 0
  const partsAtMs = streams.map(({ events }) => events.filter(({ data }) => isPart(data)).map(({ atMs }) => atMs))
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  return {
    counts: { gaps: of('honestai_inter_token_seconds_count'), means: of('honestai_time_per_output_token_seconds_count') },
    seen: { gaps: sum(partsAtMs.map(({ length }) => length - 1)), means: streams.length },
    gapSeconds: of('honestai_inter_token_seconds_sum'),
    perTokenSeconds: of('honestai_time_per_output_token_seconds_sum') * (maxTokens - 1),
    spanSeconds: sum(partsAtMs.map((atMs) => Number(atMs.at(-1)) - Number(atMs[0]))) / 1000,
    wholeSeconds: sum(streams.map(({ durationMs }) => durationMs)) / 1000,
  }
}

function isPart(data: string): boolean {
  const [choice] = data === '[DONE]' ? [] : JSON.parse(data).choices
  return Boolean(choice?.delta?.content || choice?.delta?.reasoning_content)
}

/** Counts that an operator adds up, not times. */
const counts = /^honestai_(?!.*_(bucket|sum)$)/

/** Series that differ between two scrapes, by how much. */
function changesOf(before: readonly MetricSample[], after: readonly MetricSample[], names = counts) {
  const keyOf = ({ name, labels }: MetricSample) => JSON.stringify([name, labels])
  const values = new Map(before.map((sample) => [keyOf(sample), sample.value]))
  return after
    .filter(({ name }) => names.test(name))
    .map((sample) => ({ name: sample.name, labels: sample.labels, change: sample.value - (values.get(keyOf(sample)) ?? 0) }))
    .filter(({ change }) => change !== 0)
}
