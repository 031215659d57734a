import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import type { RunningServer } from '../../src/subject/server-process/running-server.ts'

/** Every way in which a process ends from within or from outside; the last one is one too many. */
const signals = ['SIGABRT', 'SIGSEGV', 'SIGKILL', 'SIGTERM', 'SIGBUS', 'SIGABRT'] as const

/** Longer than the longest wait before a restart. */
const stillnessMs = 3_000

check(
  {
    proves: 'crash-survival',
    promise:
      'An engine that dies again and again is restarted with longer and longer waits, then left alone as failed with its reason and steps, and can be loaded again by hand',
    timeoutMs: 120_000,
  },
  async ({ servers, weights, evidence, measure, skip }) => {
    if (process.platform !== 'linux') skip('Engines are found by the kernel’s process table, on Linux only.')
    const server = await servers.start({
      config: ({ models }) => ({ models: models.filter(({ id }) => id === weights.id).map((model) => ({ ...model, id: 'victim' })) }),
    })
    const ask = () =>
      server.request('/v1/chat/completions', { body: { model: 'victim', messages: [{ role: 'user', content: 'Hi.' }], max_tokens: 1 } })
    expect((await ask()).status).toBe(200)

    const deaths = []
    for (const signal of signals) {
      const pid = server.engine()
      process.kill(pid, signal)
      const diedAt = performance.now()
      const state = await untilSettled(server, pid)
      deaths.push({ signal, state, backAfterMs: performance.now() - diedAt })
      if (state === 'failed') break
    }
    const failed = await server.request('/health')
    const refused = await ask()
    await wait(stillnessMs)
    const still = {
      engines: server.enginePids().length,
      state: (await server.modelHealth('victim')).state,
      live: (await server.request('/livez')).status,
    }
    const loaded = await server.request('/v1/models/victim/load', { method: 'POST', body: {} })
    const again = await ask()
    const logs = server.logs()
    const crashes = logs.filter(({ event }) => event === 'engine-crashed').length
    const waitsMs = logs.flatMap(({ event, time }, index) => {
      const next = event === 'engine-crashed' ? logs.slice(index).find(({ event }) => event === 'load-started') : undefined
      return next ? [Date.parse(String(next.time)) - Date.parse(String(time))] : []
    })
    const { restarts } = await server.modelHealth('victim')
    evidence.json('deaths', {
      deaths,
      failed: failed.json,
      refused: refused.json,
      still,
      loaded: loaded.json,
      again: again.status,
      crashes,
      restarts,
      waitsMs,
    })
    const restarted = deaths.filter(({ state }) => state === 'ready')
    measure(
      'ready again after a death',
      'ms',
      restarted.map(({ backAfterMs }) => backAfterMs),
    )

    expect(deaths.map(({ state }) => state)).toEqual([...signals.slice(1).map(() => 'ready'), 'failed'])
    expect(crashes).toBe(signals.length)
    expect(restarts).toBe(signals.length - 1)
    const waitsBeforeRestart = waitsMs.slice(0, restarted.length)
    expect(waitsBeforeRestart, 'waits before a restart, each twice as long as the one before').toEqual(
      waitsBeforeRestart.map((_, index) => expect.toSatisfy((waitedMs: number) => waitedMs >= 90 * 2 ** index)),
    )
    const [victim] = failed.json.models
    expect(victim).toMatchObject({
      state: 'failed',
      error: { code: 'engine_crashed', steps: expect.arrayContaining([expect.any(String)]) },
    })
    expect(refused.status).toBe(503)
    expect(refused.json.error.code).toBe('engine_crashed')
    expect(still).toEqual({ engines: 0, state: 'failed', live: 200 })
    expect(loaded.status).toBe(200)
    expect(again.status).toBe(200)
  },
)

/** The state in which the death of an engine ends: ready with another one, or failed. */
async function untilSettled(server: RunningServer, dead: number): Promise<string> {
  for (const startedAt = performance.now(); performance.now() - startedAt < 30_000; await wait(20)) {
    const { state } = await server.modelHealth('victim')
    const [pid] = server.enginePids()
    if (state === 'failed' || (state === 'ready' && pid !== undefined && pid !== dead)) return state
  }
  return 'neither ready nor failed'
}
