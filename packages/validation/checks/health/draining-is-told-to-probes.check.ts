import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { SubjectFailure } from '../../src/base/subject-failure.ts'
import { check } from '../../src/checks/check.ts'
import type { RunningServer } from '../../src/subject/server-process/running-server.ts'

check(
  {
    proves: 'health-meaningful',
    promise:
      'Sampled through a drain, the server is alive to the end, not ready from the signal on, and takes nothing new while it answers what it has',
    timeoutMs: 60_000,
  },
  async ({ servers, evidence, measure }) => {
    const server = await servers.start()
    await server.chat('Say hi.', { max_tokens: 1 })
    const before = await sample(server)
    // Long enough for some samples, however fast the machine.
    const running = server.stream('Count to 30.', { max_tokens: 900, temperature: 2, seed: 1, ignore_eos: true })
    await wait(50)
    const ending = server.stop('SIGTERM')
    const samples = []
    while (server.child.exitCode === null) {
      const one = await sample(server)
      if (one === undefined) break
      samples.push(one)
    }
    const { finishReason, usage } = await running
    const { code } = await ending
    evidence.json('samples', { before, samples, answer: { finishReason, usage }, code })
    measure(
      'time of a probe while draining',
      'ms',
      samples.map(({ durationMs }) => durationMs),
    )

    expect(before).toMatchObject({ livez: 200, readyz: 200, chat: 200 })
    expect(samples.length, 'samples while it drained').toBeGreaterThan(0)
    // The signal may take a moment to arrive, but readiness never comes back.
    const firstNotReady = samples.findIndex(({ readyz }) => readyz === 503)
    const settled = samples.slice(firstNotReady)
    expect(samples.filter(({ livez }) => livez !== 200)).toEqual([])
    expect(settled.filter(({ readyz }) => readyz !== 503)).toEqual([])
    expect(settled.slice(1).filter(({ chat, code }) => chat !== 503 || code !== 'shutting_down')).toEqual([])
    expect({ finishReason, tokens: usage.completion_tokens }).toEqual({ finishReason: 'length', tokens: 900 })
    expect(code).toBe(0)
  },
)

/** What probes and a new request are told at one moment; undefined once nothing listens any more. */
async function sample(server: RunningServer) {
  try {
    const startedAt = performance.now()
    const livez = (await server.request('/livez')).status
    const { status: readyz } = await server.request('/readyz')
    const durationMs = (performance.now() - startedAt) / 2
    const body = { model: 'task:general_reasoning', messages: [{ role: 'user', content: 'Hi.' }], max_tokens: 1 }
    const { status: chat, json } = await server.request('/v1/chat/completions', { body })
    return { livez, readyz, chat, code: json?.error?.code, durationMs }
  } catch (error) {
    if (error instanceof SubjectFailure) return undefined
    throw error
  }
}
