import { expect } from 'vitest'
import { readChat } from '../../src/asking/read-chat.ts'
import { sampleEvenly } from '../../src/asking/sample-evenly.ts'
import { toEngineMessages } from '../../src/asking/to-engine-messages.ts'
import { check } from '../../src/checks/check.ts'

check(
  {
    proves: 'integration-tests',
    promise: 'The engine generates exactly the known token ids for every known question',
    timeoutMs: 60_000,
  },
  async ({ knownAnswers, engine, evidence }) => {
    const answers = []
    for (const { skill, messages, tools, tokenIds, smallestMargin } of sampleEvenly(knownAnswers, (known) => known.skill, 120)) {
      const { tokens } = await readChat(engine, {
        messages: toEngineMessages(messages),
        ...(tools ? { tools: tools as never } : {}),
        sampling: { temperature: 0 },
      })
      answers.push({ skill, messages, smallestMargin, wanted: tokenIds.join(' '), got: tokens.join(' ') })
    }
    evidence.json('token-ids', answers)
    expect(answers.length).toBeGreaterThan(0)
    expect(answers.filter(({ got, wanted }) => got !== wanted)).toEqual([])
  },
)
