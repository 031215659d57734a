import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { check } from '../../src/check.ts'
import type { ModelHealth } from '../../src/server-process/running-server.ts'
import { openResponse } from '../../src/server-process/send-request.ts'

check(
  {
    supports: 'cancellation',
    promise: 'A client that leaves while its answer is generated, or while it waits in the queue, frees its place at once',
  },
  async ({ servers, weights, evidence, measure }) => {
    const server = await servers.start({
      config: ({ models, ...rest }) => ({
        ...rest,
        models: models.map((model) => (model.id === weights.id ? { ...model, slots: 1, queueDepth: 4 } : model)),
      }),
    })
    await server.chat('Say hi.', { max_tokens: 1 })
    const rounds = []
    for (let round = 0; round < 5; round++) {
      const clients = [1, 2, 3].map(() => new AbortController())
      const body = {
        model: weights.id,
        messages: [{ role: 'user', content: 'Count to 30.' }],
        temperature: 1.5,
        max_tokens: 900,
        stream: true,
      }
      const requests = clients.map((client) =>
        openResponse(`${server.url}/v1/chat/completions`, { body, signal: client.signal }).catch(() => undefined),
      )
      await requests[0]
      const during = await server.modelHealth(weights.id)
      const leftAt = performance.now()
      for (const client of clients) client.abort()
      let after = await server.modelHealth(weights.id)
      while (isBusy(after) && performance.now() - leftAt < 5_000) {
        await wait(2)
        after = await server.modelHealth(weights.id)
      }
      rounds.push({
        during: { slots: during.slots, queue: during.queue },
        after: { slots: after.slots, queue: after.queue },
        freedAfterMs: performance.now() - leftAt,
      })
      await Promise.all(requests)
    }
    const next = await server.chat('Say hi.', { max_tokens: 1 })
    evidence.json('rounds', { rounds, next: next.usage })
    measure(
      'time until the slot is free',
      'ms',
      rounds.map(({ freedAfterMs }) => freedAfterMs),
    )
    for (const { after, freedAfterMs } of rounds) {
      expect(after).toMatchObject({ slots: { active: 0 }, queue: { waiting: 0 } })
      expect(freedAfterMs).toBeLessThan(2_000)
    }
    expect(
      rounds.some(({ during }) => isBusy(during)),
      'at least one client left while it was served',
    ).toBe(true)
  },
)

const isBusy = ({ slots, queue }: Pick<ModelHealth, 'slots' | 'queue'>) => slots.active > 0 || queue.waiting > 0
