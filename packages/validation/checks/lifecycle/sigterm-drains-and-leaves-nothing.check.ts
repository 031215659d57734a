import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'

check(
  {
    supports: 'model-loading',
    promise:
      'On SIGTERM the server answers what it has, refuses what comes, exits 0, and no engine outlives it; nor when it is killed outright',
    timeoutMs: 60_000,
  },
  async ({ servers, evidence, measure, skip }) => {
    if (process.platform !== 'linux') skip('Engines are found by the kernel’s process table, on Linux only.')
    const polite = await servers.start()
    await polite.chat('Say hi.', { max_tokens: 1 })
    const running = [1, 2, 3].map(() => polite.stream('Count to 30.', { max_tokens: 60, ignore_eos: true }))
    await wait(20)
    const engines = polite.enginePids()
    const [ending, answers] = await Promise.all([polite.stop('SIGTERM'), Promise.all(running)])
    const left = engines.filter(isAlive)

    const killed = await servers.start()
    await killed.chat('Say hi.', { max_tokens: 1 })
    const orphans = killed.enginePids()
    process.kill(killed.child.pid ?? 0, 'SIGKILL')
    await killed.ended
    for (let waited = 0; waited < 3_000 && orphans.some(isAlive); waited += 20) await wait(20)
    const orphansLeft = orphans.filter(isAlive)

    evidence.json('endings', {
      ending,
      answers: answers.map(({ finishReason, usage }) => ({ finishReason, usage })),
      engines: engines.length,
      left: left.length,
      orphans: orphans.length,
      orphansLeft: orphansLeft.length,
      logs: polite.logs().filter(({ event }) => String(event).startsWith('drain')),
    })
    measure('time to stop', 'ms', [ending.durationMs])
    expect(ending).toMatchObject({ code: 0, signal: null })
    for (const { finishReason } of answers) expect(finishReason).toMatch(/^(stop|length)$/)
    expect(engines.length).toBeGreaterThan(0)
    expect(left).toEqual([])
    expect(orphans.length).toBeGreaterThan(0)
    expect(orphansLeft).toEqual([])
  },
)

const isAlive = (pid: number) => existsSync(`/proc/${pid}`)
