import { expect } from 'vitest'
import { readChat } from '../../src/asking/read-chat.ts'
import { check } from '../../src/checks/check.ts'
import { notApplicable } from '../../src/checks/needs/not-applicable.ts'

/** Leaves open what to extract, so that answers differ. */
const question = 'Extract JSON:'
const seeds = [0, 1, 2, 3, 2 ** 32 - 2]
const temperature = 1.5
const maxTokens = 32

check(
  {
    proves: 'integration-tests',
    promise: 'A seed brings the same text again, whole, streamed and from the engine called directly, and another seed brings another',
  },
  async ({ subject, server, engine, evidence, task, skip }) => {
    const texts = []
    for (const seed of seeds) {
      const options = { seed, temperature, max_tokens: maxTokens }
      const request = { messages: [{ role: 'user' as const, content: question }], sampling: { temperature, seed }, maxTokens }
      texts.push({
        seed,
        whole: (await server.chat(question, options)).text,
        again: (await server.chat(question, options)).text,
        streamed: (await server.stream(question, options)).text,
        direct: (await readChat(engine, request)).text,
      })
    }
    evidence.json('texts', texts)
    const others = texts.flatMap(({ seed, whole, ...ways }) =>
      Object.entries(ways).flatMap(([way, text]) => (text === whole ? [] : [{ seed, way, text, whole }])),
    )
    expect(others, 'texts that are not the one that their seed brought before').toEqual([])
    const different = new Set(texts.map(({ whole }) => whole)).size
    if (different === 1 && subject.kind !== 'canary')
      notApplicable({ task, skip }, 'These weights say the same whatever the seed, as random ones may.')
    expect(different, 'different texts').toBeGreaterThan(1)
  },
)
