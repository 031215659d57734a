import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import type { StreamAnswer } from '../../src/subject/server-process/chat.ts'
import type { RunningServer } from '../../src/subject/server-process/running-server.ts'

const slots = 2
const clients = 24
/** The first hold their slots until all others wait behind them; of these some take long and most do not. */
const tokensOf = (client: number) => (client < slots ? 900 : client % 6 === 0 ? 120 : 16)

check(
  {
    proves: 'concurrent-requests',
    promise: 'Who comes first is served first, and nobody waits much longer than the requests before take',
    timeoutMs: 90_000,
  },
  async ({ servers, weights, evidence, measure }) => {
    const server = await servers.start({
      config: ({ models, ...rest }) => ({
        ...rest,
        models: models.map((model) => (model.id === weights.id ? { ...model, slots, maxQueueSize: clients } : model)),
      }),
    })
    await server.chat('Say hi.', { max_tokens: 1 })
    const beganAt = performance.now()
    const arrivals: number[] = []
    const answers: Promise<StreamAnswer>[] = []
    let endedCount = 0
    let longestQueue = 0
    for (let client = 0; client < clients; client++) {
      arrivals.push(performance.now() - beganAt)
      const answer = server.stream(`Count to 30. ${client}`, {
        max_tokens: tokensOf(client),
        temperature: 2,
        seed: client,
        ignore_eos: true,
        deadlineMs: 80_000,
      })
      answers.push(answer)
      // How it ends is judged below; here it only no longer counts as present.
      const countEnd = () => void endedCount++
      answer.then(countEnd, countEnd)
      const waiting = await untilArrived(server, weights.id, () => client + 1 - endedCount)
      longestQueue = Math.max(longestQueue, waiting)
    }
    const runs = (await Promise.all(answers)).map(({ events, durationMs }, client) => {
      const arrivedMs = arrivals[client] ?? 0
      return { client, arrivedMs, startedMs: arrivedMs + (events[0]?.atMs ?? durationMs), endedMs: arrivedMs + durationMs }
    })
    const ideal = idealStarts(runs.map(({ arrivedMs, startedMs, endedMs }) => ({ arrivedMs, serviceMs: endedMs - startedMs })))
    const waits = runs.map((run, index) => ({ ...run, idealStartMs: ideal[index] ?? 0, overIdealMs: run.startedMs - (ideal[index] ?? 0) }))
    const longestServiceMs = Math.max(...runs.map(({ startedMs, endedMs }) => endedMs - startedMs))
    evidence.json('waits', { slots, longestQueue, longestServiceMs, waits })
    measure(
      'wait over the ideal of first come, first served',
      'ms',
      waits.map(({ overIdealMs }) => overIdealMs),
    )

    expect(longestQueue, 'requests that waited at once: with fewer the order shows nothing').toBeGreaterThan(slots)
    // Two that start in the same step may be seen in either order; one that overtakes starts a whole service earlier.
    const order = runs.toSorted((a, b) => a.startedMs - b.startedMs).map(({ client }) => client)
    const displaced = order.filter((client, place) => Math.abs(client - place) >= slots)
    expect(displaced, `started in the order ${order.join(' ')}`).toEqual([])
    // The next slot is free when the one before has told its end: a step or two for each that was served before.
    expect(waits.filter(({ overIdealMs }) => overIdealMs > longestServiceMs)).toEqual([])
  },
)

/** Waits until the slots and the queue together hold those expected, so that the next request arrives after them. Returns how many wait. */
async function untilArrived(server: RunningServer, id: string, expectedCount: () => number): Promise<number> {
  for (;;) {
    const { slots, queue } = await server.modelHealth(id)
    if (slots.active + queue.waiting >= expectedCount()) return queue.waiting
    await sleep(5)
  }
}

/** When each would start if slots passed from one to the next without any delay. */
function idealStarts(jobs: readonly { arrivedMs: number; serviceMs: number }[]): number[] {
  const freeAt = Array.from({ length: slots }, () => 0)
  return jobs.map(({ arrivedMs, serviceMs }) => {
    const slot = freeAt.indexOf(Math.min(...freeAt))
    const startMs = Math.max(arrivedMs, freeAt[slot] ?? 0)
    freeAt[slot] = startMs + serviceMs
    return startMs
  })
}
