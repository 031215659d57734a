import { check } from '../../src/checks/check.ts'
import { longAnswerFields } from '../../src/subject/target/create-target.ts'

const seeds = [1, 2, 3, 4, 5, 6]

check(
  {
    supports: 'integration-tests',
    promise: 'The same question gets the same greedy answer, and the same seed the same text',
    timeoutMs: 120_000,
  },
  async ({ target, evidence }) => {
    const findings = target.findings()
    const question = 'Tell me a story.'
    const greedy = await Promise.all([0, 1, 2].map(() => target.chat(question, { max_tokens: 12 })))
    const texts = new Set(greedy.map(({ text }) => text))
    if (texts.size !== 1)
      findings.add(
        'greedy',
        `three answers, ${texts.size} texts: ${[...texts].map((text) => JSON.stringify(text)).join(', ')}`,
        ...greedy.slice(0, 1),
      )

    // What goes on beyond its end is chosen among much, also by a model that is sure of its answer.
    const long = await longAnswerFields(target)
    const sample = (seed: number) => target.chat(question, { ...long, max_tokens: 40, seed })
    const first = []
    for (const seed of seeds) first.push(await sample(seed))
    for (const [index, seed] of seeds.slice(0, 2).entries()) {
      const again = await sample(seed)
      if (again.text !== first[index]?.text) {
        findings.add(`seed ${seed}`, `${JSON.stringify(first[index]?.text)}, then ${JSON.stringify(again.text)}`, again)
      }
    }
    // A model that is sure of itself says the same under every seed; whoever reads the evidence sees how much this says.
    evidence.json('seeds', { differentTexts: new Set(first.map(({ text }) => text)).size, texts: first.map(({ text }) => text) })
    findings.mustBeNone()
  },
)
