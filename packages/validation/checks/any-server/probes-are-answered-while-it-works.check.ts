import { setTimeout as wait } from 'node:timers/promises'
import { check } from '../../src/checks/check.ts'
import { longAnswerFields } from '../../src/subject/target/create-target.ts'

check(
  {
    supports: 'health-meaningful',
    promise: 'While it generates for eight clients, the server answers every probe of its health, soon and with 200',
    timeoutMs: 120_000,
  },
  async ({ target, measure }) => {
    await target.require('health')
    const findings = target.findings()
    const leaving = new AbortController()
    const body = target.chatBody('Count to 1000.', { ...(await longAnswerFields(target)), stream: true })
    const working = Array.from({ length: 8 }, () => target.begin('/v1/chat/completions', body, leaving.signal))
    const probes = []
    for (let index = 0; index < 40; index++) {
      probes.push(await target.ask('/health'))
      await wait(25)
    }
    leaving.abort()
    await Promise.all(working.map((response) => response.then((answer) => answer?.body?.cancel()).catch(() => undefined)))
    measure(
      'time of a probe',
      'ms',
      probes.map(({ durationMs }) => durationMs),
    )
    const odd = probes.find(({ status }) => status !== 200)
    if (odd) findings.add('status', `a probe was answered ${odd.status}`, odd)
    const slowest = probes.reduce((one, other) => (other.durationMs > one.durationMs ? other : one))
    if (slowest.durationMs > target.thresholds.probeMs) findings.add('time', `a probe took ${Math.round(slowest.durationMs)} ms`, slowest)
    findings.mustBeNone()
  },
)
