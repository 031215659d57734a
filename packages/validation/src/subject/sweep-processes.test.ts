import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { runVariable, sweepProcesses } from './sweep-processes.ts'

const isLinux = process.platform === 'linux'

test.runIf(isLinux)('what the runner itself is still ending is no leftover', async () => {
  const runId = randomUUID()
  const helper = spawn('sleep', ['0.3'], { env: { ...process.env, [runVariable]: runId } })
  await once(helper, 'spawn')
  expect(await sweepProcesses(runId)).toEqual([])
})

test.runIf(isLinux)('what the runner cannot end is a leftover, and is ended', async () => {
  const runId = randomUUID()
  const helper = spawn('sleep', ['300'], { env: { ...process.env, [runVariable]: runId } })
  const ended = once(helper, 'exit')
  expect(await sweepProcesses(runId)).toEqual(['sleep 300'])
  expect(await ended).toEqual([null, 'SIGTERM'])
})

test.runIf(isLinux)('what a check left behind is a leftover, even if it would end soon', async () => {
  const runId = randomUUID()
  spawnSync('sh', ['-c', 'sleep 1.7 >/dev/null 2>&1 &'], { env: { ...process.env, [runVariable]: runId } })
  expect(await sweepProcesses(runId)).toEqual(['sleep 1.7'])
})
