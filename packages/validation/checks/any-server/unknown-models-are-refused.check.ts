import { check } from '../../src/checks/check.ts'

const unknown = 'no-such-model-anywhere'

check(
  {
    supports: 'no-silent-fallback',
    promise: 'A model that does not exist is refused by name, whole and streamed, and nobody answers in its place',
  },
  async ({ target }) => {
    const findings = target.findings()
    for (const stream of [false, true]) {
      const asked = await target.ask('/v1/chat/completions', {
        body: target.chatBody('Say hi.', { model: unknown, max_tokens: 1, stream }),
      })
      const item = stream ? 'streamed' : 'whole'
      if (asked.status < 400 || asked.status > 499) findings.add(item, `answered ${asked.status} instead of a refusal`, asked)
      else if (!asked.text.includes(unknown)) findings.add(item, 'the refusal does not name the model', asked)
    }
    findings.mustBeNone()
  },
)
