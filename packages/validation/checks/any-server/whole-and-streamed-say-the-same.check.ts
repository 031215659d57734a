import { check } from '../../src/checks/check.ts'
import type { Target } from '../../src/checks/needs/target.ts'

const questions = ['Say hi.', 'Repeat exactly: the cat and the hat', 'What is 3 plus 4?', 'Repeat exactly: é 漢字 🙂']

check(
  {
    supports: 'integration-tests',
    promise: 'A streamed answer, put together, is the whole answer: text, reason of its end, and counts',
    timeoutMs: 120_000,
  },
  async ({ target }) => {
    await target.require('streaming')
    const findings = target.findings()
    for (const question of questions) {
      const { whole, streamed, differences } = await untilAlike(target, question)
      if (differences.length > 0) findings.add(question, differences.join('; '), whole, streamed)
    }
    findings.mustBeNone()
  },
)

/** Some servers round differently when they have seen a prompt before, so a difference counts only if it stays. */
async function untilAlike(target: Target, question: string) {
  for (let tries = 1; ; tries++) {
    const found = await compare(target, question)
    if (found.differences.length === 0 || tries === 3) return found
  }
}

async function compare(target: Target, question: string) {
  const whole = await target.chat(question, { max_tokens: 24 })
  const streamed = await target.stream(question, { max_tokens: 24, stream_options: { include_usage: true } })
  const counts =
    streamed.usage && (['prompt_tokens', 'completion_tokens'] as const).filter((name) => streamed.usage?.[name] !== whole.usage[name])
  return {
    whole,
    streamed,
    differences: [
      ...(whole.text === streamed.text ? [] : [`whole ${JSON.stringify(whole.text)}, streamed ${JSON.stringify(streamed.text)}`]),
      ...(streamed.finishReasons.join() === whole.finishReason
        ? []
        : [`ended by ${whole.finishReason}, streamed by ${streamed.finishReasons.join() || 'nothing'}`]),
      ...(counts ?? []).map((name) => `${name} ${whole.usage[name]}, streamed ${streamed.usage?.[name]}`),
    ],
  }
}
