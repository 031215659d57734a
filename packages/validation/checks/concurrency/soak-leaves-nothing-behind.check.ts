import { readdirSync } from 'node:fs'
import { expect } from 'vitest'
import { left, type MixedRequest, requestMix, sendMixed } from '../../src/asking/load/request-mix.ts'
import { readMetrics, untilAtRest } from '../../src/asking/read-metrics.ts'
import { privateMemory } from '../../src/bench/load/watch-memory.ts'
import { createRandom } from '../../src/bench/statistics/random-source.ts'
import { theilSen } from '../../src/bench/statistics/theil-sen.ts'
import { check } from '../../src/checks/check.ts'
import { modelThatCan } from '../../src/subject/run-context.ts'
import type { RunningServer } from '../../src/subject/server-process/running-server.ts'

const clients = 8
/** One request in so many is left at a random moment. */
const leaverEvery = 10
const leftWithinMs = 200
const samplesWanted = 40
/** Until then code is compiled, pools are filled and heaps find their size. */
const warmUpShare = 0.4

/**
 * How much of each may be gained after the warm-up, by the whole interval of the slope. It is room for heaps that still find their size
 * and does not grow with the time: the longer the soak, the less a single request may leave behind.
 */
const room: Record<keyof Omit<State, 'requests'>, { unit: string; atMost: number }> = {
  serverMemory: { unit: 'MiB', atMost: 64 },
  engineMemory: { unit: 'MiB', atMost: 64 },
  openFiles: { unit: 'files', atMost: 4 },
  eventLoopDelay: { unit: 'ms', atMost: 20 },
}

check(
  {
    supports: ['concurrent-requests', 'load-reliability'],
    promise:
      'Under a mixed load that goes on and on, memory, open files and the delay of the event loop do not grow with the requests, and every answer stays the one that its request gets alone',
    timeoutMs: 90_000,
    soaks: true,
  },
  async ({ servers, subject, weights, soakMs, evidence, measure, skip }) => {
    if (process.platform !== 'linux') skip('What processes hold is read from /proc, on Linux only.')
    const server = await servers.start({ discardLog: true })
    const asked = requestMix(weights.id, modelThatCan(subject, 'embed')?.id)
    const alone: string[] = []
    for (const one of asked) alone.push(JSON.stringify(await sendMixed(server, one)))

    const states: State[] = []
    const wrong: unknown[] = []
    const startedAt = performance.now()
    let requests = 0
    const client = async (seed: number) => {
      const random = createRandom(seed)
      while (performance.now() - startedAt < soakMs) {
        const kind = random() % asked.length
        const signal = random() % leaverEvery === 0 ? AbortSignal.timeout(random() % leftWithinMs) : undefined
        const answer = await sendMixed(server, asked[kind] as MixedRequest, signal)
        if (answer !== left && JSON.stringify(answer) !== alone[kind]) wrong.push({ kind, answer })
        requests += 1
        const dueMs = ((states.length + 1) * soakMs) / samplesWanted
        if (performance.now() - startedAt >= dueMs) states.push(await readState(server, requests))
      }
    }
    await Promise.all(Array.from({ length: clients }, (_, index) => client(index + 1)))
    const rest = await untilAtRest(server)

    const settled = states.slice(Math.floor(states.length * warmUpShare))
    const gains = (Object.keys(room) as (keyof typeof room)[]).map((name) => {
      const { estimate, low, high } = theilSen(settled.map((state) => state[name]))
      const steps = settled.length - 1
      return { name, ...room[name], estimate: estimate * steps, low: low * steps, high: high * steps }
    })
    const settledRequests = (settled.at(-1)?.requests ?? 0) - (settled[0]?.requests ?? 0)
    evidence.json('soak', { soakMs, requests, settledRequests, gains, states, wrong: wrong.slice(0, 20), rest })
    measure(
      'delay of the event loop under a mixed load, 99th percentile',
      'ms',
      settled.map(({ eventLoopDelay }) => eventLoopDelay),
    )

    expect(wrong).toEqual([])
    expect(settled.length, 'samples of a settled server').toBeGreaterThan(samplesWanted / 4)
    for (const { name, low, atMost, unit } of gains)
      expect(low, `${name}: ${unit} gained by ${settledRequests} requests`).toBeLessThanOrEqual(atMost)
    expect(rest).toEqual(rest.map(({ id }) => ({ id, active: 0, waiting: 0 })))
  },
)

type State = { requests: number; serverMemory: number; engineMemory: number; openFiles: number; eventLoopDelay: number }

async function readState(server: RunningServer, requests: number): Promise<State> {
  const engines = server.enginePids()
  const pid = server.child.pid ?? 0
  // Counted anew from one look at the metrics to the next.
  const delay = (await readMetrics(server)).find(({ name }) => name === 'nodejs_eventloop_lag_p99_seconds')
  return {
    requests,
    serverMemory: privateMemory(pid),
    engineMemory: sum(engines.map(privateMemory)),
    openFiles: sum([pid, ...engines].map((id) => readdirSync(`/proc/${id}/fd`).length)),
    eventLoopDelay: (delay?.value ?? Number.NaN) * 1000,
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
