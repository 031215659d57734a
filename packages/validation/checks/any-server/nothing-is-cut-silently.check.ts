import { check } from '../../src/checks/check.ts'
import type { Target } from '../../src/checks/needs/target.ts'
import type { Asked } from '../../src/subject/target/create-target.ts'

const head = 'The code word is quince.'
/** Without knowing how much fits, longer and longer prompts find out. */
const growing = [500, 2_000, 8_000, 32_000, 128_000]

check(
  {
    supports: 'truncation-honesty',
    promise: 'A prompt that is too long, with a fact at its head, is refused; what is answered was read whole',
    timeoutMs: 600_000,
  },
  async ({ target, skip }) => {
    const findings = target.findings()
    const sizes = target.contextSize ? [Math.floor(target.contextSize / 4), target.contextSize + 64] : growing
    let refused = false
    for (const words of sizes) {
      const asked = await askWith(target, words)
      const item = `${words} words`
      refused = asked.status >= 400 && asked.status < 500
      if (asked.status >= 500) findings.add(item, `answered ${asked.status}: ${asked.text.slice(0, 200)}`, asked)
      if (asked.status !== 200) break
      // A word is one token or more, so fewer tokens than words mean that some were never read.
      const counted = Number(asked.json?.usage?.prompt_tokens)
      if (!(counted >= words)) findings.add(item, `answered, though only ${counted} tokens of it were read`, asked)
      if (!(counted >= words)) break
    }
    findings.mustBeNone()
    if (!refused)
      skip(`It read ${sizes.at(-1)} words and refused none; what it does with more is not known. A profile can say contextSize.`)
  },
)

function askWith(target: Target, words: number): Promise<Asked> {
  const filler = 'the cat sat on a mat and '
    .repeat(Math.ceil(words / 7))
    .split(' ')
    .slice(0, words)
    .join(' ')
  const body = target.chatBody(`${head} ${filler} What is the code word?`, { max_tokens: 1 })
  return target.ask('/v1/chat/completions', { body, deadlineMs: target.thresholds.answerMs * 4 })
}
