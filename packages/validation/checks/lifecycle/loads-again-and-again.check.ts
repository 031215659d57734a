import { readdirSync } from 'node:fs'
import { createProcessEngine, verifyModel } from '@honestai/core'
import { expect } from 'vitest'
import { readChat } from '../../src/asking/read-chat.ts'
import { check } from '../../src/checks/check.ts'
import { modelConfigOf } from '../../src/subject/run-context.ts'
import { childProcesses } from '../../src/subject/server-process/child-processes.ts'

check(
  {
    proves: ['model-loading', 'load-reliability'],
    promise: 'Weights load many times in a row, cold and warm, answer alike each time, and leave no process, file or memory behind',
    timeoutMs: 300_000,
  },
  async ({ profile, subject, weights, evidence, measure }) => {
    const config = modelConfigOf(subject, weights)
    const model = await verifyModel(config)
    const loads = profile === 'full' ? 30 : 6
    const rounds = []
    for (let round = 0; round < loads; round++) {
      const engine = await createProcessEngine(model, { slots: config.slots })
      const { text } = await readChat(engine, {
        messages: [{ role: 'user', content: 'Count to 30.' }],
        sampling: { temperature: 0 },
        maxTokens: 16,
      })
      await engine[Symbol.asyncDispose]()
      rounds.push({
        text,
        loadMs: engine.facts.loadMs,
        engineMemoryBytes: engine.facts.memoryBytes,
        processesLeft: childProcesses(process.pid).length,
        openFiles: openFiles(),
        ownMemoryBytes: process.memoryUsage().rss,
      })
    }
    evidence.json('loads', rounds)
    measure(
      'time to load',
      'ms',
      rounds.map(({ loadMs }) => loadMs),
    )
    measure(
      'memory of an engine',
      'MB',
      rounds.map(({ engineMemoryBytes }) => engineMemoryBytes / 1e6),
    )

    expect(new Set(rounds.map(({ text }) => text)).size, 'answers').toBe(1)
    expect(
      rounds.map(({ processesLeft }) => processesLeft),
      'processes left',
    ).toEqual(rounds.map(() => 0))
    // The first load opens what stays open, such as the library's own handles.
    const [, second, ...later] = rounds
    for (const { openFiles } of later) expect(openFiles, 'open files').toBeLessThanOrEqual((second?.openFiles ?? 0) + 2)
    const growth = (rounds.at(-1)?.ownMemoryBytes ?? 0) - (second?.ownMemoryBytes ?? 0)
    expect(growth, 'growth of this process, in bytes').toBeLessThan(64 * 1024 ** 2)
  },
)

function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 0
  }
}
