import { SubjectFailure } from '../../src/base/subject-failure.ts'
import { check } from '../../src/checks/check.ts'

check(
  {
    supports: ['health-meaningful', 'preload-option'],
    profile: 'full',
    promise: 'From the moment at which the server first says that it is ready, a request is answered',
    timeoutMs: 300_000,
  },
  async ({ target, targetProcess, evidence, measure }) => {
    const server = await targetProcess.start()
    const { readyMs } = server
    const { status, text } = await target
      .at(server.url)
      .ask('/v1/chat/completions', { body: target.chatBody('Say hi.', { max_tokens: 1 }) })
    evidence.json('readiness', { readyMs, status, text })
    measure('time until it is ready', 'ms', [readyMs])
    if (status !== 200) throw new SubjectFailure(`It said that it was ready, and answered ${status}: ${text.slice(0, 300)}`)
  },
)
