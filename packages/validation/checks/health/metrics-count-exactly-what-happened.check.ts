import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { type MetricSample, readMetrics } from '../../src/asking/read-metrics.ts'
import { check } from '../../src/checks/check.ts'
import { weightsToSpoil } from '../../src/subject/damaged-copy.ts'

const path = '/v1/chat/completions'

check(
  {
    proves: 'inference-metrics',
    promise:
      'Metrics before and after a known set of requests differ by exactly what happened: requests by route, model, outcome and code, tokens of prompts and answers, loads, crashes, and nothing that waits or works afterwards',
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
    evidence.json('changes', { changes, usages })

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

/** Series that differ between two scrapes, by how much. */
function changesOf(before: readonly MetricSample[], after: readonly MetricSample[]) {
  const keyOf = ({ name, labels }: MetricSample) => JSON.stringify([name, labels])
  const values = new Map(before.map((sample) => [keyOf(sample), sample.value]))
  return after
    .filter(({ name }) => name.startsWith('honestai_') && !name.endsWith('_bucket') && !name.endsWith('_sum'))
    .map((sample) => ({ name: sample.name, labels: sample.labels, change: sample.value - (values.get(keyOf(sample)) ?? 0) }))
    .filter(({ change }) => change !== 0)
}
