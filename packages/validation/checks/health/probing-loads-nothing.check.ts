import { expect } from 'vitest'
import { check } from '../../src/check.ts'

const probes = ['/livez', '/readyz', '/health', '/v1/models']

check(
  {
    proves: 'health-meaningful',
    promise: 'Models that merely are not loaded yet count as ready, and hundreds of probes load nothing',
  },
  async ({ server, subject, weights, evidence, measure }) => {
    const before = await server.health()
    const answers = []
    for (let round = 0; round < 50; round++) {
      for (const path of probes) {
        const { status, durationMs } = await server.request(path)
        answers.push({ path, status, durationMs })
      }
    }
    const after = await server.health()
    const events = server.logs().filter(({ event }) => event === 'load-started')
    const engines = server.enginePids()
    const served = await server.chat('Say hi.', { max_tokens: 1 })
    evidence.json('probes', {
      before,
      after,
      statuses: Map.groupBy(answers, ({ path }) => path).size,
      events,
      engines: engines.length,
      served: served.usage,
    })
    measure(
      'time of a probe',
      'ms',
      answers.map(({ durationMs }) => durationMs),
    )

    expect(after).toEqual(before)
    const lazy = subject.config.models.filter(({ preload }) => !preload).map(({ id }) => id)
    for (const model of after.models.filter(({ id }) => lazy.includes(id)))
      expect(model).toMatchObject({ state: 'unloaded', lastLoad: null })
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
    if (lazy.length === subject.config.models.length) {
      expect(events).toEqual([])
      expect(engines).toEqual([])
    }
    expect(served.usage.completion_tokens, `${weights.id} was called ready, so it must answer`).toBe(1)
  },
)
