import { expect } from 'vitest'
import { check } from '../../src/check.ts'

/** The known answers of a skill are right answers to a task. */
const skillOf = { general_reasoning: 'facts', intent_classification: 'intent', content_moderation: 'moderation' }

check(
  {
    proves: 'all-task-types',
    promise: 'Every chat task, asked for by its name, gets the known right answer',
  },
  async ({ server, knownAnswers, evidence }) => {
    const answers = []
    for (const [task, skill] of Object.entries(skillOf)) {
      for (const { messages, answer } of knownAnswers.filter((known) => known.skill === skill).slice(0, 10)) {
        const { text } = await server.chat('', { model: `task:${task}`, messages })
        answers.push({ task, messages, wanted: answer, got: text })
      }
    }
    evidence.json('answers', answers)
    expect(new Set(answers.map(({ task }) => task))).toEqual(new Set(Object.keys(skillOf)))
    expect(answers.filter(({ got, wanted }) => got !== wanted)).toEqual([])
  },
)
