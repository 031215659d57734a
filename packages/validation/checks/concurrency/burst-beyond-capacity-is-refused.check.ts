import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import type { Answer } from '../../src/subject/server-process/send-request.ts'

const slots = 2
const maxQueueSize = 3
const burst = 20
/** All who were refused come back together, and each time as many are answered as slots and queue hold. */
const mostTries = Math.ceil((burst - slots - maxQueueSize) / (slots + maxQueueSize)) + 1

check(
  {
    proves: 'backpressure',
    promise:
      'A burst beyond slots and queue is refused at once with when to retry, everything accepted is answered, and so is everyone who waits as told and asks again',
    timeoutMs: 60_000,
  },
  async ({ servers, weights, evidence, measure }) => {
    const server = await servers.start({
      config: ({ models, ...rest }) => ({
        ...rest,
        models: models.map((model) => (model.id === weights.id ? { ...model, slots, maxQueueSize } : model)),
      }),
    })
    // Loading happens inside the burst: the hardest moment to count right.
    const body = { model: weights.id, messages: [{ role: 'user', content: 'Count to 30.' }], temperature: 0, max_tokens: 40 }
    const answers = await Promise.all(
      Array.from({ length: burst }, () => server.request('/v1/chat/completions', { body, deadlineMs: 45_000 })),
    )
    const accepted = answers.filter(({ status }) => status === 200)
    const refused = answers.filter(({ status }) => status !== 200)
    const retryAfter = Number(refused[0]?.headers['retry-after'])
    const triesAfterwards = await Promise.all(refused.map((answer) => triesUntilAnswered(answer)))
    const later = await server.request('/v1/chat/completions', { body })
    const health = await server.modelHealth(weights.id)
    evidence.json('burst', {
      slots,
      maxQueueSize,
      burst,
      accepted: accepted.length,
      refused: refused.map(({ status, headers, json, durationMs }) => ({
        status,
        retryAfter: headers['retry-after'],
        error: json?.error,
        durationMs,
      })),
      triesAfterwards,
      health,
    })
    measure(
      'time to a refusal',
      'ms',
      refused.map(({ durationMs }) => durationMs),
    )

    expect(accepted).toHaveLength(slots + maxQueueSize)
    expect(new Set(accepted.map(({ json }) => json.choices[0].message.content)).size, 'the same prompt, the same answer').toBe(1)
    for (const { status, json, headers } of refused) {
      expect(status).toBe(503)
      expect(json.error).toMatchObject({ code: 'overloaded', retryable: true })
      expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1)
    }
    expect(retryAfter).toBeLessThan(60)
    const slowestRefusal = Math.max(...refused.map(({ durationMs }) => durationMs))
    expect(slowestRefusal, 'refused before the first was answered').toBeLessThan(Math.min(...accepted.map(({ durationMs }) => durationMs)))
    expect(Math.max(...triesAfterwards), 'tries of those who wait as they are told').toBeLessThanOrEqual(mostTries)
    expect(later.status).toBe(200)
    expect(health).toMatchObject({ slots: { active: 0, total: slots }, queue: { waiting: 0, limit: maxQueueSize } })

    /** How often somebody has to ask again who waits as long as the refusal says. */
    async function triesUntilAnswered({ headers }: Answer): Promise<number> {
      let waitSeconds = Number(headers['retry-after'])
      for (let tries = 1; ; tries++) {
        await wait(waitSeconds * 1000)
        const answer = await server.request('/v1/chat/completions', { body, deadlineMs: 45_000 })
        if (answer.status === 200 || tries > mostTries) return tries
        waitSeconds = Number(answer.headers['retry-after'])
      }
    }
  },
)
