import { expect } from 'vitest'
import { sampleEvenly } from '../../src/asking/sample-evenly.ts'
import { check } from '../../src/checks/check.ts'

/** The known answers of these skills are right answers to a task. */
const skillsOf = {
  general_reasoning: ['facts', 'arithmetic', 'counting'],
  intent_classification: ['intent'],
  content_moderation: ['moderation'],
}

const inputPlaceholder = '{text}'

check(
  {
    proves: 'all-task-types',
    promise: 'Every chat task, asked for by its name, gets the known right answer',
  },
  async ({ server, subject, knownAnswers, evidence, skip }) => {
    const answers = []
    const unknown = []
    for (const [task, skills] of Object.entries(skillsOf)) {
      const [frame = ''] = subject.config.tasks[task as keyof typeof skillsOf].prompt.split(inputPlaceholder)
      // Tasks put their own words around an input and see nothing else, so only such questions are known.
      const known = knownAnswers
        .filter(({ skill, messages }) => skills.includes(skill) && messages.length === 1)
        .map(({ skill, messages, answer }) => ({ skill, question: (messages[0] as { content: string }).content, answer }))
        .filter(({ question }) => question.startsWith(frame))
      if (known.length === 0) unknown.push(task)
      for (const { question, answer } of sampleEvenly(known, ({ skill }) => skill, 12)) {
        const { text } = await server.chat(question.slice(frame.length), { model: `task:${task}` })
        answers.push({ task, question, wanted: answer, got: text })
      }
    }
    evidence.json('answers', { answers, unknown })
    expect(answers.filter(({ got, wanted }) => got !== wanted)).toEqual([])
    // A skill that the weights have not learnt well enough has no known answers: nothing failed, and nothing is proven.
    if (unknown.length > 0) skip(`The canary has no known answers for ${unknown.join(', ')}.`)
  },
)
