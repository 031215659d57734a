import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import type { ModelHealth } from '../../src/subject/server-process/running-server.ts'
import { openResponse } from '../../src/subject/server-process/send-request.ts'

check(
  {
    supports: 'cancellation',
    timeoutMs: 60_000,
    promise: 'A client that leaves while its answer is generated, or while it waits in the queue, frees its place at once',
  },
  async ({ servers, weights, evidence, measure }) => {
    const server = await servers.start({
      config: ({ models, ...rest }) => ({
        ...rest,
        models: models.map((model) => (model.id === weights.id ? { ...model, slots: 1, maxQueueSize: 4 } : model)),
      }),
    })
    await server.chat('Say hi.', { max_tokens: 1 })
    const rounds: { during: Busyness; after: Busyness; freedAfterMs: number }[] = []
    // Many rounds, because what goes wrong here goes wrong in moments: a slot that is granted to a client just leaving.
    for (let round = 0; round < 80 && !rounds.some(({ after }) => isBusy(after)); round++) {
      const clients = [1, 2, 3].map(() => new AbortController())
      const body = {
        model: weights.id,
        messages: [{ role: 'user', content: 'Count to 30.' }],
        temperature: 1.5,
        max_tokens: 900,
        stream: true,
      }
      const open = (client: AbortController | undefined) =>
        openResponse(`${server.url}/v1/chat/completions`, { body, ...(client && { signal: client.signal }) }).catch(() => undefined)
      // The first has the slot before the others come, so that it is they who wait.
      await open(clients[0])
      const waiting = clients.slice(1).map(open)
      let during = await server.modelHealth(weights.id)
      for (let sample = 0; sample < 100 && during.queue.waiting < waiting.length; sample++) during = await server.modelHealth(weights.id)
      const leftAt = performance.now()
      for (const client of clients) client.abort()
      let after = await server.modelHealth(weights.id)
      while (isBusy(after) && performance.now() - leftAt < freeWithinMs) {
        await wait(2)
        after = await server.modelHealth(weights.id)
      }
      rounds.push({
        during: toBusyness(during),
        after: toBusyness(after),
        freedAfterMs: performance.now() - leftAt,
      })
      await Promise.all(waiting)
    }
    evidence.json('rounds', rounds)
    measure(
      'time until the slot is free',
      'ms',
      rounds.map(({ freedAfterMs }) => freedAfterMs),
    )
    expect(
      rounds.filter(({ after }) => isBusy(after)),
      `rounds after which a place was still taken ${freeWithinMs} ms later`,
    ).toEqual([])
    await server.chat('Say hi.', { max_tokens: 1 })
    expect(
      rounds.some(({ during }) => during.slots.active === 1 && during.queue.waiting === 2),
      'at least once one left while it was served, two while they waited',
    ).toBe(true)
  },
)

const freeWithinMs = 2_000

type Busyness = Pick<ModelHealth, 'slots' | 'queue'>

const toBusyness = ({ slots, queue }: Busyness): Busyness => ({ slots, queue })

const isBusy = ({ slots, queue }: Busyness) => slots.active > 0 || queue.waiting > 0
