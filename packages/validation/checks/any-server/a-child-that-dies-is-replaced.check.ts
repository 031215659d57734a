import { setTimeout as wait } from 'node:timers/promises'
import { SubjectFailure } from '../../src/base/subject-failure.ts'
import { check } from '../../src/checks/check.ts'
import { notOffered } from '../../src/checks/needs/not-applicable.ts'
import { childProcesses } from '../../src/subject/server-process/child-processes.ts'
import { sendSignal } from '../../src/subject/server-process/server-process.ts'

const recoveryMs = 60_000

check(
  {
    supports: ['crash-survival', 'graceful-degradation'],
    profile: 'full',
    promise: 'When the process that holds the weights is killed, the server lives and answers again by itself',
    timeoutMs: 300_000,
  },
  async ({ target, targetProcess, evidence, measure, task, skip }) => {
    const server = await targetProcess.start()
    const fresh = target.at(server.url)
    const ask = () => fresh.ask('/v1/chat/completions', { body: target.chatBody('Say hi.', { max_tokens: 1 }) })
    const before = await ask()
    const children = childProcesses(server.pid())
    if (children.length === 0) notOffered({ task, skip }, 'It is one process: whatever kills the weights kills the server.')
    for (const pid of children) sendSignal(pid, 'SIGKILL')
    const begun = performance.now()
    let answer = await ask().catch(() => undefined)
    while (answer?.status !== 200 && performance.now() - begun < recoveryMs) {
      await wait(200)
      answer = await ask().catch(() => undefined)
    }
    const tookMs = performance.now() - begun
    evidence.json('recovery', { before: before.status, killed: children.length, tookMs, after: answer?.status })
    measure('time to recover', 'ms', [tookMs])
    if (answer?.status !== 200) throw new SubjectFailure(`It did not answer again within ${recoveryMs} ms of the death of its child.`)
  },
)
