import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { readEvents } from '../../src/subject/server-process/read-events.ts'
import type { RunningServer } from '../../src/subject/server-process/running-server.ts'
import { openResponse } from '../../src/subject/server-process/send-request.ts'

check(
  {
    proves: ['crash-survival', 'error-propagation'],
    promise:
      'An engine killed while it loads, reads a prompt, generates or idles ends its requests with a typed error; other models serve on and the next request is answered',
    timeoutMs: 90_000,
  },
  async ({ servers, weights, evidence, measure, skip }) => {
    if (process.platform !== 'linux') skip('Engines are found by the kernel’s process table, on Linux only.')
    const server = await servers.start({
      config: ({ models }) => {
        const model = models.find(({ id }) => id === weights.id)
        return {
          models: [
            { ...model, id: 'victim' },
            { ...model, id: 'bystander' },
          ],
        }
      },
    })
    await server.chat('Say hi.', { model: 'bystander', max_tokens: 1 })
    const bystanders = server.enginePids()
    const victim = () => server.enginePids().find((pid) => !bystanders.includes(pid))
    const phases = []

    for (const phase of ['loading', 'prompt', 'generating', 'idle'] as const) {
      // The bystander answers all through the crash.
      const neighbour = server.stream('Count to 30.', { model: 'bystander', max_tokens: 64 })
      const outcome = await crash[phase](server, victim)
      const killedAt = performance.now()
      const attempts = await askUntilAnswered(server)
      phases.push({ phase, outcome, neighbour: pickText(await neighbour), attempts, recoveredAfterMs: performance.now() - killedAt })
    }
    const health = await server.modelHealth('victim')
    const crashes = server.logs().filter(({ event }) => event === 'engine-crashed' || event === 'load-failed')
    evidence.json('phases', { phases, health, crashes, bystanderUnharmed: bystanders.every((pid) => server.enginePids().includes(pid)) })
    measure(
      'answered again after a kill',
      'ms',
      phases.map(({ recoveredAfterMs }) => recoveredAfterMs),
    )

    for (const { phase, outcome, neighbour, attempts } of phases) {
      for (const end of outcome)
        expect(end, phase).toMatchObject({
          error: { code: expect.stringMatching(/^(engine_crashed|model_load_failed)$/), retryable: true },
        })
      expect(neighbour.finished, `the other model while ${phase}`).toBe(true)
      // A load that failed is left alone for a moment; every other death mends itself before the next request is answered.
      if (phase !== 'loading') expect(attempts.length, `attempts after ${phase}`).toBe(1)
      expect(attempts.at(-1)?.status, `the last attempt after ${phase}`).toBe(200)
    }
    expect(new Set(phases.map(({ neighbour }) => neighbour.text)).size, 'the other model gave the same answer every time').toBe(1)
    expect(health).toMatchObject({ state: 'ready' })
    expect(health.restarts).toBeGreaterThanOrEqual(2)
    expect(crashes.length).toBeGreaterThanOrEqual(4)
    expect(server.child.exitCode).toBeNull()
  },
)

const question = { model: 'victim', messages: [{ role: 'user', content: 'Count to 30.' }], temperature: 0, max_tokens: 600 }

type Victim = () => number | undefined
type Ends = { status?: number; error: unknown }[]

/** Each brings the victim into a phase, kills it there, and tells how the requests of that moment ended. */
const crash: Record<'loading' | 'prompt' | 'generating' | 'idle', (server: RunningServer, victim: Victim) => Promise<Ends>> = {
  async loading(server, victim) {
    const asked = ask(server)
    process.kill(await appear(victim), 'SIGKILL')
    return [await asked]
  },
  async prompt(server, victim) {
    // A stopped engine has the request and cannot have answered any of it.
    const engine = await appear(victim)
    process.kill(engine, 'SIGSTOP')
    const asked = ask(server)
    await wait(150)
    process.kill(engine, 'SIGKILL')
    return [await asked]
  },
  async generating(server, victim) {
    // A stream that ended before the kill was no generating engine, so another is taken.
    for (const seed of [1, 2, 3, 4, 5]) {
      const engine = await appear(victim)
      const body = { ...question, temperature: 2, seed, ignore_eos: true, stream: true }
      const response = await openResponse(`${server.url}/v1/chat/completions`, { body })
      const events = []
      for await (const event of readEvents(response, performance.now())) {
        if (events.length === 0) process.kill(engine, 'SIGKILL')
        events.push(event)
      }
      const last = events.at(-1)
      await untilNoticed(server)
      if (last?.data === '[DONE]' && events.some(({ data }) => /"finish_reason":"/.test(data))) continue
      return [{ error: last?.event === 'error' ? JSON.parse(last.data).error : `the stream ended with ${last?.data}` }]
    }
    throw new Error('Every stream ended before its engine could be killed.')
  },
  async idle(server, victim) {
    process.kill(await appear(victim), 'SIGKILL')
    await untilNoticed(server)
    return []
  },
}

async function ask(server: RunningServer): Promise<{ status: number; error: unknown }> {
  const { status, json, text } = await server.request('/v1/chat/completions', { body: question })
  return { status, error: json?.error ?? text }
}

// A request sent before the server can know of a death would rightly get the error of the dead engine.
async function untilNoticed(server: RunningServer): Promise<void> {
  for (let waited = 0; waited < 5_000 && (await server.modelHealth('victim')).state === 'ready'; waited += 5) await wait(5)
}

async function askUntilAnswered(server: RunningServer): Promise<{ status: number; code: unknown }[]> {
  const attempts = []
  const startedAt = performance.now()
  do {
    if (attempts.length > 0) await wait(250)
    const { status, json } = await server.request('/v1/chat/completions', { body: { ...question, max_tokens: 4 } })
    attempts.push({ status, code: json?.error?.code })
  } while (attempts.at(-1)?.status !== 200 && performance.now() - startedAt < 15_000)
  return attempts
}

async function appear(victim: Victim): Promise<number> {
  for (let waited = 0; waited < 10_000; waited += 2) {
    const pid = victim()
    if (pid) return pid
    await wait(2)
  }
  throw new Error('The engine never appeared.')
}

const pickText = ({ text, finishReason }: { text: string; finishReason: string }) => ({ text, finished: finishReason !== '' })
