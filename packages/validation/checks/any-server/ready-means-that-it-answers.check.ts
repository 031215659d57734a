import { setTimeout as wait } from 'node:timers/promises'
import { check } from '../../src/check.ts'
import { openResponse } from '../../src/server-process/send-request.ts'
import { SubjectFailure } from '../../src/subject-failure.ts'
import { untilReady } from '../../src/target/target-command.ts'

check(
  {
    supports: ['health-meaningful', 'preload-option'],
    profile: 'full',
    promise: 'From the moment at which the server first says that it is ready, a request is answered',
    timeoutMs: 300_000,
  },
  async ({ target, targetProcess, evidence, measure }) => {
    const server = await targetProcess.start()
    const readyMs = await untilReady(server, target.thresholds.startMs, target.headers ?? {})
    const body = target.chatBody('Say hi.', { max_tokens: 1 })
    const response = await openResponse(`${server.url}/v1/chat/completions`, {
      body,
      headers: { ...target.headers },
      deadlineMs: target.thresholds.answerMs,
    })
    const text = await response.text()
    // A server that is there stays there.
    await wait(200)
    evidence.json('readiness', { readyMs, status: response.status, text })
    measure('time until it is ready', 'ms', [readyMs])
    if (response.status !== 200)
      throw new SubjectFailure(`It said that it was ready, and answered ${response.status}: ${text.slice(0, 300)}`)
  },
)
