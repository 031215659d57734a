import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { createRandom } from '../../src/bench/random-source.ts'
import { check } from '../../src/check.ts'
import { readMetrics } from '../../src/read-metrics.ts'
import type { RunningServer } from '../../src/server-process/running-server.ts'
import { openResponse } from '../../src/server-process/send-request.ts'

const seed = 20_261_126
const requestCount = 160
/** One in so many is left at a random moment. */
const leaverEvery = 4
const arrivalsWithinMs = 2_500
const leftWithinMs = 600

/** What is sent, and what of the answer must be the same whenever it is sent. */
type Asked = { path: string; body: object; read: (text: string) => unknown }

check(
  {
    proves: 'concurrent-requests',
    promise:
      'Under a random mix of chats, streams, tasks, embeddings and other APIs, with clients that come and leave at random, every answer is the one that its request gets alone, and slots, queue and counts come to rest',
    timeoutMs: 180_000,
  },
  async ({ servers, weights, embeddingWeights, evidence, measure }) => {
    const server = await servers.start()
    const asked = mix(weights.id, embeddingWeights.id)
    const alone: unknown[] = []
    for (const one of asked) alone.push(await send(server, one))

    const random = createRandom(seed)
    const below = (limit: number) => random() % limit
    const plans = Array.from({ length: requestCount }, (_, index) => ({
      kind: below(asked.length),
      atMs: below(arrivalsWithinMs),
      leavesAfterMs: index % leaverEvery === 0 ? below(leftWithinMs) : undefined,
    }))
    const countBefore = await countEnded(server)
    const outcomes = await Promise.all(
      plans.map(async ({ kind, atMs, leavesAfterMs }) => {
        await wait(atMs)
        const startedAt = performance.now()
        const signal = leavesAfterMs === undefined ? undefined : AbortSignal.timeout(leavesAfterMs)
        const answer = await send(server, asked[kind] as Asked, signal)
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
    for (const one of asked) again.push(await send(server, one))
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

/** Requests of every kind, most of them short, some long. */
function mix(chatModel: string, embeddingModel: string): Asked[] {
  const chats = [
    'What is 3 plus 4?',
    'Count to 30.',
    'Repeat exactly: lemon dragon kettle',
    'What is the capital of France?',
    'Say 你好 🙂.',
  ]
  const greedy = { model: chatModel, temperature: 0 }
  return [
    ...chats.flatMap((content, index) => {
      const body = { ...greedy, messages: [{ role: 'user', content }], max_tokens: 12 + 24 * (index % 3) }
      const path = '/v1/chat/completions'
      return [
        { path, body, read: (text: string) => pick(JSON.parse(text).choices[0].message.content, JSON.parse(text).usage.completion_tokens) },
        { path, body: { ...body, stream: true, stream_options: { include_usage: true } }, read: readStream },
      ]
    }),
    {
      path: '/v1/chat/completions',
      body: { ...greedy, messages: [{ role: 'user', content: `Repeat exactly: ${'lemon kettle '.repeat(60)}` }], max_tokens: 24 },
      read: (text) => JSON.parse(text).choices[0].message.content,
    },
    {
      path: '/v1/completions',
      body: { ...greedy, prompt: 'The capital of France is', max_tokens: 8 },
      read: (text) => JSON.parse(text).choices[0].text,
    },
    {
      path: '/v1/responses',
      body: { ...greedy, input: 'What is 2 plus 2?', max_output_tokens: 24, store: false },
      read: (text) =>
        JSON.parse(text).output.flatMap((item: { content?: { text: string }[] }) => item.content?.map(({ text }) => text) ?? []),
    },
    {
      path: '/v1/messages',
      body: { ...greedy, max_tokens: 24, messages: [{ role: 'user', content: 'What is 5 plus 1?' }] },
      read: (text) => JSON.parse(text).content,
    },
    {
      path: '/v1/tasks/intent_classification',
      body: { input: 'Book a table for two.' },
      // Its probability is a float that the width of a batch may round otherwise.
      read: (text) => JSON.parse(text).output.label,
    },
    ...['a small house', 'a red car'].map((input) => ({
      path: '/v1/embeddings',
      body: { model: embeddingModel, input },
      read: (text: string) => JSON.parse(text).data[0].embedding.slice(0, 8),
    })),
  ]
}

const pick = (text: string, tokens: number) => ({ text, tokens })

function readStream(text: string): unknown {
  const chunks = [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, data = '']) => JSON.parse(data))
  const said = chunks.map(({ choices }) => choices[0]?.delta?.content ?? '').join('')
  return { ...pick(said, chunks.at(-1)?.usage?.completion_tokens), ended: text.includes('data: [DONE]') }
}

const left = 'left'

async function send(server: RunningServer, { path, body, read }: Asked, signal?: AbortSignal): Promise<unknown> {
  try {
    const response = await openResponse(server.url + path, { body, deadlineMs: 60_000, ...(signal ? { signal } : {}) })
    const text = await response.text()
    return response.status === 200 ? read(text) : { status: response.status, text }
  } catch (error) {
    if (signal?.aborted) return left
    throw error
  }
}

async function countEnded(server: RunningServer): Promise<number> {
  const samples = await readMetrics(server)
  const requests = samples.filter(({ name, labels }) => name === 'honestai_http_requests_total' && labels.route?.startsWith('/v1/'))
  return requests.reduce((sum, { value }) => sum + value, 0)
}

/** Slots and queues once nothing runs, or as they are after some patience. */
async function untilAtRest(server: RunningServer) {
  for (let tries = 0; ; tries++) {
    const { models } = await server.health()
    const loads = models.map(({ id, slots, queue }) => ({ id, active: slots.active, waiting: queue.waiting }))
    if (tries === 50 || loads.every(({ active, waiting }) => active === 0 && waiting === 0)) return loads
    await wait(100)
  }
}
