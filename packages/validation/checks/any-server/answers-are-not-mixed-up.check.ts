import { check } from '../../src/checks/check.ts'

/** One word each, none of them inside another. */
const words = 'apple bridge candle dragon engine forest garden hammer island jacket kettle ladder mirror needle orange pencil'.split(' ')

check(
  {
    supports: 'concurrent-requests',
    promise: 'Sixteen clients at once, whole and streamed, each get an answer to their own question, and nobody gets the words of another',
    timeoutMs: 120_000,
  },
  async ({ target, evidence }) => {
    const findings = target.findings()
    const ask = (word: string) => `Repeat exactly: ${word} ${word}`
    const alone: string[] = []
    for (const word of words) alone.push((await target.chat(ask(word), { max_tokens: 12 })).text)
    for (let round = 0; round < 4; round++) {
      const answers = await Promise.all(
        words.map((word, index) => ((index + round) % 2 ? target.stream : target.chat)(ask(word), { max_tokens: 12 })),
      )
      for (const [index, { text, curl }] of answers.entries()) {
        const foreign = words.find((word) => word !== words[index] && text.includes(word) && !alone[index]?.includes(word))
        if (foreign)
          findings.add(
            `${words[index]}, round ${round + 1}`,
            `alone ${JSON.stringify(alone[index])}, among others ${JSON.stringify(text)}`,
            { curl },
          )
      }
      // Rounding may differ in company, so another text alone is no fault; it is left to be read.
      evidence.json(
        `round-${round + 1}`,
        words.map((word, index) => ({ word, alone: alone[index], together: answers[index]?.text })),
      )
    }
    findings.mustBeNone()
  },
)
