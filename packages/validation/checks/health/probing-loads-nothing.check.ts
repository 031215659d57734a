import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { untilReady } from '../../src/subject/server-process/running-server.ts'

const probes = ['/livez', '/readyz', '/health', '/v1/models']
/**
 * What a probe costs is told by the cheapest of these: on a busy machine the same work takes more of the processor's time, never
 * less. Four are made, and more where none was cheap enough yet: what really costs so much does so each time.
 */
const trials = { least: 4, most: 40 }
const rounds = 25
const mostMs = 1

check(
  {
    proves: 'health-meaningful',
    promise:
      'Models that merely are not loaded yet count as ready; hundreds of probes load nothing, and each takes less than a millisecond of the event loop',
  },
  async ({ server, subject, weights, evidence, measure }) => {
    // A config may have models loaded at start, which takes a while.
    await untilReady(server)
    const before = await server.health()
    const answers = []
    const costs: { path: string; trials: number; eventLoopMs: number }[] = []
    for (const path of probes) {
      // The first of all are compiled while they are answered.
      for (let round = 0; round < 2 * rounds; round++) await server.request(path)
      const trialsMs: number[] = []
      while (trialsMs.length < trials.least || (Math.min(...trialsMs) >= mostMs && trialsMs.length < trials.most)) {
        const before = eventLoopMs(server.child.pid)
        for (let round = 0; round < rounds; round++) {
          const { status, durationMs } = await server.request(path)
          answers.push({ path, status, durationMs })
        }
        trialsMs.push((eventLoopMs(server.child.pid) - before) / rounds)
      }
      costs.push({ path, trials: trialsMs.length, eventLoopMs: Math.min(...trialsMs) })
    }
    const after = await server.health()
    const events = server.logs().filter(({ event }) => event === 'load-started')
    const engines = server.enginePids()
    const served = await server.chat('Say hi.', { max_tokens: 1 })
    evidence.json('probes', {
      before,
      after,
      costs,
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
    measure(
      'event loop taken by a probe',
      'ms',
      costs.map(({ eventLoopMs }) => eventLoopMs),
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
    for (const { path, eventLoopMs } of costs) expect(eventLoopMs, path).toBeLessThan(mostMs)
    expect(served.usage.completion_tokens, `${weights.id} was called ready, so it must answer`).toBe(1)
  },
)

/** Processor time of a process's main thread, which runs its event loop; 0 where the system has no /proc. */
function eventLoopMs(processId = 0): number {
  try {
    return Number(readFileSync(`/proc/${processId}/task/${processId}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    return 0
  }
}
