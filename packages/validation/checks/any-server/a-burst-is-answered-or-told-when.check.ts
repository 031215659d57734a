import { check } from '../../src/checks/check.ts'
import { errorBody } from '../../src/subject/target/wire-shapes.ts'

const burst = 192

check(
  {
    supports: 'backpressure',
    promise: 'Of a burst each request is answered or refused with when to try again, none is lost, and afterwards all is as before',
    timeoutMs: 300_000,
  },
  async ({ target, evidence, measure }) => {
    const findings = target.findings()
    const options = { body: target.chatBody('Say hi.', { max_tokens: 4 }), deadlineMs: 240_000 }
    const answers = await Promise.all(Array.from({ length: burst }, () => target.ask('/v1/chat/completions', options)))
    const refused = answers.filter(({ status }) => status !== 200)
    evidence.json('burst', {
      sent: burst,
      answered: burst - refused.length,
      refused: refused.map(({ status, headers }) => ({ status, retryAfter: headers['retry-after'] })),
    })
    measure(
      'time to an answer or a refusal',
      'ms',
      answers.map(({ durationMs }) => durationMs),
    )
    for (const asked of refused.slice(0, 1)) {
      if (asked.status !== 503 && asked.status !== 429) findings.add('status', `${asked.status}, not 503 or 429`, asked)
      if (!(Number(asked.headers['retry-after']) >= 0)) findings.add('Retry-After', 'a refusal does not say when to try again', asked)
      if (!errorBody.safeParse(asked.json).success)
        findings.add('body', `it is no error of the original's shape: ${asked.text.slice(0, 200)}`, asked)
    }
    await target.chat('Say hi.', { max_tokens: 4 })
    findings.mustBeNone()
  },
)
