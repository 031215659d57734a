import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import type { RunningServer } from '../../src/subject/server-process/running-server.ts'

/** Which state may follow which. */
const legal: Record<string, string[]> = {
  unloaded: ['loading', 'failed'],
  loading: ['ready', 'failed', 'unloaded'],
  ready: ['recovering', 'unloaded', 'failed'],
  recovering: ['loading', 'failed', 'ready', 'unloaded'],
  failed: ['unloaded', 'loading'],
}

check(
  {
    proves: 'health-meaningful',
    promise:
      'Sampled through a lazy load, a crash, missing weights and their return, health moves only as it may, and ready means that a request is answered',
    timeoutMs: 60_000,
  },
  async ({ servers, weights, temporaryFolder, evidence, skip }) => {
    if (process.platform !== 'linux') skip('Engines are found by the kernel’s process table, on Linux only.')
    const path = join(temporaryFolder, 'watched.gguf')
    copyFileSync(weights.path, path)
    const server = await servers.start({ config: () => ({ models: [{ id: 'watched', path, sha256: weights.sha256 }] }) })
    const states = sampleStates(server)
    const ask = () =>
      server.request('/v1/chat/completions', { body: { model: 'watched', messages: [{ role: 'user', content: 'Hi.' }], max_tokens: 1 } })

    const answers: Record<string, number> = {}
    answers['lazy load'] = (await ask()).status
    // Sampled before the kill, so that a busy machine cannot hide the state between two samples.
    await states.until('ready')
    const [engine] = server.enginePids()
    if (engine) process.kill(engine, 'SIGKILL')
    await states.until('recovering')
    await states.until('ready')
    answers['after the crash'] = (await ask()).status
    rmSync(path)
    await states.until('failed')
    answers['weights gone'] = (await ask()).status
    const notReady = await server.request('/readyz')
    copyFileSync(weights.path, path)
    await states.until('unloaded')
    answers['weights back'] = (await ask()).status
    await states.until('ready')
    const seen = await states.stop()
    evidence.json('states', { seen, answers, notReady: notReady.json })

    expect(answers).toEqual({ 'lazy load': 200, 'after the crash': 200, 'weights gone': 503, 'weights back': 200 })
    expect(notReady.status).toBe(503)
    expect(seen.length).toBeGreaterThan(5)
    const illegal = seen
      .slice(1)
      .map((state, index) => [seen[index] ?? '', state])
      .filter(([from = '', to = '']) => !legal[from]?.includes(to))
    expect(illegal).toEqual([])
  },
)

/** Watches a model's state every few milliseconds and keeps each change. */
function sampleStates(server: RunningServer) {
  const seen: string[] = []
  let running = true
  const loop = (async () => {
    while (running) {
      const { state } = await server.modelHealth('watched')
      if (seen.at(-1) !== state) seen.push(state)
      await wait(3)
    }
  })()
  return {
    async until(state: string) {
      for (let waited = 0; waited < 10_000 && seen.at(-1) !== state; waited += 3) await Promise.race([wait(3), loop])
    },
    async stop() {
      running = false
      await loop
      return seen
    },
  }
}
