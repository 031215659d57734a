import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import type { RunningServer } from '../../src/subject/server-process/running-server.ts'
import { openResponse } from '../../src/subject/server-process/send-request.ts'

/** Longest time until what must come is there. */
const patienceMs = 15_000

/** Longest time until the place of a client that left is free. */
const freeWithinMs = 3_000

check(
  {
    proves: 'cancellation',
    promise:
      'A client that leaves, asking for a stream or for a whole answer, frees its place while the model loads, while it waits for a slot, while its prompt is read and while its answer is generated; the next one is answered',
    timeoutMs: 120_000,
  },
  async ({ servers, weights, evidence, measure, skip }) => {
    if (process.platform !== 'linux') skip('Engines are found by the kernel’s process table, on Linux only.')
    const rounds = []
    for (const stream of [true, false]) {
      const server = await servers.start({
        config: ({ models, ...rest }) => ({
          ...rest,
          models: models.filter(({ id }) => id === weights.id).map((model) => ({ ...model, slots: 1, maxQueueSize: 4 })),
          tasks: {},
        }),
      })
      let seed = 0
      const client = (content: string, maxTokens: number) => {
        const controller = new AbortController()
        const body = {
          model: weights.id,
          messages: [{ role: 'user', content }],
          max_tokens: maxTokens,
          temperature: 2,
          seed: ++seed,
          ignore_eos: true,
          stream,
        }
        const answer = openResponse(`${server.url}/v1/chat/completions`, { body, signal: controller.signal, deadlineMs: 60_000 })
          .then((response) => response.text())
          .catch((error: Error) => error.name)
        return { answer, leave: () => controller.abort() }
      }
      for (const [phase, enter] of Object.entries(phases)) {
        const { during, leave, release } = await enter({ server, model: weights.id, client, contextSize: weights.contextSize })
        const leftAt = performance.now()
        leave()
        const freedAfterMs = await untilFree(server, weights.id, leftAt)
        await release()
        const next = await server.chat('Say hi.', { max_tokens: 1, deadlineMs: 60_000 })
        const { slots, queue } = await server.modelHealth(weights.id)
        rounds.push({
          phase,
          stream,
          during,
          freedAfterMs,
          next: next.usage.completion_tokens,
          after: { active: slots.active, waiting: queue.waiting },
        })
      }
      rounds.push({
        phase: 'told in the log',
        stream,
        during: { left: await untilTold(server, 5) },
        freedAfterMs: 0,
        next: 1,
        after: { active: 0, waiting: 0 },
      })
    }
    evidence.json('rounds', rounds)
    measure(
      'time until the place is free',
      'ms',
      rounds.map(({ freedAfterMs }) => freedAfterMs),
    )
    for (const { phase, stream, during, freedAfterMs, next, after } of rounds) {
      const title = `${phase}, ${stream ? 'streamed' : 'whole'}`
      expect(during, title).toEqual(wanted[phase])
      expect(freedAfterMs, title).toBeLessThan(freeWithinMs)
      expect({ next, after }, title).toEqual({ next: 1, after: { active: 0, waiting: 0 } })
    }
  },
)

const wanted: Record<string, object> = {
  loading: { state: 'loading' },
  waiting: { active: 1, waiting: 1 },
  'reading the prompt': { active: 1, waiting: 0 },
  generating: { active: 1, waiting: 0 },
  'told in the log': { left: 5 },
}

type Client = { answer: Promise<string>; leave: () => void }
type Scene = { server: RunningServer; model: string; contextSize: number; client: (content: string, maxTokens: number) => Client }
type Phase = { during: object; leave: () => void; release: () => Promise<unknown> }

/** Each brings a client into a phase, and tells what the server says of it then. */
const phases: Record<string, (scene: Scene) => Promise<Phase>> = {
  async loading({ server, model, client }) {
    const asked = client('Say hi.', 4)
    let state = ''
    let engine: number | undefined
    for (let waited = 0; waited < 20_000 && state !== 'loading'; waited += 2) {
      await wait(2)
      state = (await server.modelHealth(model)).state
    }
    for (let waited = 0; waited < 20_000 && engine === undefined; waited += 2) {
      await wait(2)
      engine = server.enginePids()[0]
    }
    // A stopped engine cannot have loaded before the client leaves.
    if (engine) process.kill(engine, 'SIGSTOP')
    return { during: { state }, leave: asked.leave, release: async () => engine && process.kill(engine, 'SIGCONT') }
  },
  async waiting({ server, model, client }) {
    const engine = server.engine()
    process.kill(engine, 'SIGSTOP')
    // Long answers: neither is over before the server has noticed that its client left.
    const first = client('Say hi.', 3000)
    await until(server, model, ({ active }) => active === 1)
    const second = client('Say hi.', 3000)
    const during = await until(server, model, ({ waiting }) => waiting === 1)
    // The first has the slot and cannot be served; the second must go without it. Then the first leaves too.
    const leave = () => {
      second.leave()
      setTimeout(() => first.leave(), 100)
      setTimeout(() => process.kill(engine, 'SIGCONT'), 150)
    }
    return { during, leave, release: () => Promise.all([first.answer, second.answer]) }
  },
  async 'reading the prompt'({ server, model, client, contextSize }) {
    const engine = server.engine()
    process.kill(engine, 'SIGSTOP')
    const asked = client('the '.repeat(Math.floor(contextSize / 2)), 400)
    const during = await until(server, model, ({ active }) => active === 1)
    const leave = () => {
      asked.leave()
      process.kill(engine, 'SIGCONT')
    }
    return { during, leave, release: () => asked.answer }
  },
  async generating({ server, model, client }) {
    const engine = server.engine()
    // Where one was done before it could be stopped, another client comes.
    for (;;) {
      const asked = client('Count to 30.', 3000)
      let answered = false
      void asked.answer.then(() => {
        answered = true
      })
      await until(server, model, ({ active }) => active === 1 || answered)
      await wait(20)
      process.kill(engine, 'SIGSTOP')
      // What the engine had said by then arrives.
      await wait(100)
      const during = await until(server, model, () => true)
      const leave = () => {
        asked.leave()
        process.kill(engine, 'SIGCONT')
      }
      if (during.active === 1) return { during, leave, release: () => asked.answer }
      process.kill(engine, 'SIGCONT')
    }
  },
}

/** How many the log says to have left; lines of the log arrive a moment after what they tell. */
async function untilTold(server: RunningServer, count: number): Promise<number> {
  const startedAt = performance.now()
  for (;;) {
    const left = server.logs().filter(({ event, status }) => event === 'request' && status === 499).length
    if (left >= count || performance.now() - startedAt > patienceMs) return left
    await wait(2)
  }
}

type Places = { active: number; waiting: number }

async function until(server: RunningServer, model: string, holds: (places: Places) => boolean): Promise<Places> {
  const startedAt = performance.now()
  for (;;) {
    const { slots, queue } = await server.modelHealth(model)
    const places = { active: slots.active, waiting: queue.waiting }
    if (holds(places) || performance.now() - startedAt > patienceMs) return places
    await wait(2)
  }
}

async function untilFree(server: RunningServer, model: string, leftAt: number): Promise<number> {
  await until(server, model, ({ active, waiting }) => active === 0 && waiting === 0)
  return performance.now() - leftAt
}
