import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { check } from '../../src/checks/check.ts'
import { childProcesses } from '../../src/subject/server-process/child-processes.ts'
import { longAnswerFields } from '../../src/subject/target/create-target.ts'

const limitMs = 30_000

check(
  {
    supports: ['crash-survival', 'load-reliability'],
    profile: 'full',
    promise: 'SIGTERM amid an answer ends the server and all that it started, and it can be started again at once',
    timeoutMs: 300_000,
  },
  async ({ target, targetProcess, evidence, measure }) => {
    const findings = target.findings()
    const long = await longAnswerFields(target)
    for (const round of [1, 2]) {
      const server = await targetProcess.start()
      const body = target.chatBody('Count to 1000.', { ...long, stream: true })
      const response = await target.at(server.url).begin('/v1/chat/completions', body)
      const family = [server.pid(), ...childProcesses(server.pid())]
      const reading = response?.text().catch(() => 'broken off')
      const begun = performance.now()
      const ending = await server.stop('SIGTERM', limitMs)
      const tookMs = performance.now() - begun
      await reading
      await wait(500)
      const left = family.filter((pid) => existsSync(`/proc/${pid}`))
      evidence.json(`ending-${round}`, { ending, tookMs, processes: family.length, left: left.length })
      measure(`time to end, round ${round}`, 'ms', [tookMs])
      const { curl } = target.curlFor('/v1/chat/completions', { body })
      const seen = { curl: `${curl} & sleep 0.5; kill -TERM "$SERVER_PID"` }
      if (ending === null) findings.add(`round ${round}`, `it did not end within ${limitMs} ms of SIGTERM`, seen)
      else if (left.length > 0) findings.add(`round ${round}`, `${left.length} of its ${family.length} processes outlived it`, seen)
    }
    findings.mustBeNone()
  },
)
