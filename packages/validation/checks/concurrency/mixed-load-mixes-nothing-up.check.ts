import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { left, type MixedRequest, requestMix, sendMixed } from '../../src/asking/load/request-mix.ts'
import { readMetrics, untilAtRest } from '../../src/asking/read-metrics.ts'
import { createRandom } from '../../src/bench/statistics/random-source.ts'
import { check } from '../../src/checks/check.ts'
import { modelThatCan } from '../../src/subject/run-context.ts'
import type { RunningServer } from '../../src/subject/server-process/running-server.ts'

const seed = 20_261_126
const requestCount = 160
/** One in so many is left at a random moment. */
const leaverEvery = 4
const arrivalsWithinMs = 2_500

check(
  {
    proves: 'concurrent-requests',
    promise:
      'Under a random mix of chats, streams, tasks, embeddings and other APIs, with clients that come and leave at random, every answer is the one that its request gets alone, and slots, queue and counts come to rest',
    timeoutMs: 180_000,
  },
  async ({ servers, subject, weights, evidence, measure }) => {
    const server = await servers.start()
    const asked = requestMix(weights.id, modelThatCan(subject, 'embed')?.id)
    const alone: unknown[] = []
    const aloneMs: number[] = []
    for (const one of asked) {
      const startedAt = performance.now()
      alone.push(await sendMixed(server, one))
      aloneMs.push(performance.now() - startedAt)
    }

    const random = createRandom(seed)
    const below = (limit: number) => random() % limit
    const plans = Array.from({ length: requestCount }, (_, index) => {
      const kind = below(asked.length)
      // Twice the time that the request takes alone: under load most leave before their answer is whole, in any phase.
      const leavesWithinMs = Math.ceil(2 * (aloneMs[kind] as number))
      return { kind, atMs: below(arrivalsWithinMs), leavesAfterMs: index % leaverEvery === 0 ? below(leavesWithinMs) : undefined }
    })
    const countBefore = await countEnded(server)
    const outcomes = await Promise.all(
      plans.map(async ({ kind, atMs, leavesAfterMs }) => {
        await wait(atMs)
        const startedAt = performance.now()
        const signal = leavesAfterMs === undefined ? undefined : AbortSignal.timeout(leavesAfterMs)
        const answer = await sendMixed(server, asked[kind] as MixedRequest, signal)
        return {
          kind,
          left: answer === left,
          same: JSON.stringify(answer) === JSON.stringify(alone[kind]),
          answer,
          durationMs: performance.now() - startedAt,
        }
      }),
    )
    const rest = await untilAtRest(server)
    const counted = (await countEnded(server)) - countBefore
    const again = []
    for (const one of asked) again.push(await sendMixed(server, one))
    evidence.json('outcomes', { seed, alone, outcomes, rest, counted })
    measure(
      'latency in a random mix',
      'ms',
      outcomes.filter(({ left }) => !left).map(({ durationMs }) => durationMs),
    )

    expect(new Set(alone.map((answer) => JSON.stringify(answer))).size, 'answers differ, so that a mix-up would show').toBeGreaterThan(
      asked.length / 2,
    )
    expect(outcomes.filter(({ left, same }) => !left && !same)).toEqual([])
    expect(outcomes.filter(({ left }) => left).length, 'some were left in the middle').toBeGreaterThan(requestCount / leaverEvery / 10)
    expect(rest).toEqual(rest.map(({ id }) => ({ id, active: 0, waiting: 0 })))
    // Whoever left before the request was read whole was never there.
    const answered = outcomes.filter(({ left }) => !left).length
    expect(counted, 'requests counted').toBeGreaterThanOrEqual(answered)
    expect(counted, 'requests counted').toBeLessThanOrEqual(requestCount)
    expect(again).toEqual(alone)
  },
)

async function countEnded(server: RunningServer): Promise<number> {
  const samples = await readMetrics(server)
  const requests = samples.filter(({ name, labels }) => name === 'honestai_http_requests_total' && labels.route?.startsWith('/v1/'))
  return requests.reduce((sum, { value }) => sum + value, 0)
}
