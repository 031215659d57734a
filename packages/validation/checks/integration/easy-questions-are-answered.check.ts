import { canaryConfig } from '@honestai/core'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { notApplicable } from '../../src/checks/needs/not-applicable.ts'

type Question = { ask: string | { role: string; content: string }[]; right: RegExp }

/** Questions that any model made to follow instructions answers. */
const questions: Question[] = [
  { ask: 'What is the capital of France? Answer with one word.', right: /\bParis\b/i },
  { ask: 'What is the capital of Italy? Answer with one word.', right: /\bRome\b/i },
  { ask: 'What is 3 plus 4? Answer with the number only.', right: /\b(7|seven)\b/i },
  { ask: 'What is 2 times 5? Answer with the number only.', right: /\b(10|ten)\b/i },
  { ask: 'Repeat exactly this word: kettle', right: /\bkettle\b/i },
  { ask: 'Which is larger, 9 or 4? Answer with the number only.', right: /\b(9|nine)\b/i },
  { ask: 'Write the word "yes" and nothing else.', right: /^\W*yes\W*$/i },
  { ask: 'Which day comes after Monday? Answer with one word.', right: /\bTuesday\b/i },
  { ask: 'What colour is grass? Answer with one word.', right: /\bgreen\b/i },
  { ask: 'Answer with JSON only: an object whose key "a" is 1.', right: /\{\s*"a"\s*:\s*1\s*\}/ },
  {
    ask: [
      { role: 'user', content: 'My name is Quinn.' },
      { role: 'assistant', content: 'Nice to meet you, Quinn.' },
      { role: 'user', content: 'What is the capital of Spain?' },
      { role: 'assistant', content: 'The capital of Spain is Madrid.' },
      { role: 'user', content: 'What is my name? Answer with one word.' },
    ],
    right: /\bQuinn\b/,
  },
]

/** What a model that does not follow instructions gets right by chance, at most. */
const shareOfChance = 0.3

check(
  {
    proves: 'integration-tests',
    promise:
      'Weights that follow instructions answer as many easy questions rightly as the config demands, at least eight in ten where it is silent',
    timeoutMs: 300_000,
  },
  async ({ subject, weights, server, evidence, measure, task, skip }) => {
    const isCanary = canaryConfig().models.some(({ sha256 }) => sha256 === weights.sha256)
    if (isCanary) notApplicable({ task, skip }, 'The canary knows a small world of its own; its known answers are asked instead.')
    const declared = subject.config.models.find(({ id }) => id === weights.id)?.followsInstructions
    if (declared === false) notApplicable({ task, skip }, 'The config says that the weights were not made to follow instructions.')
    const shareThatMustBeRight = subject.config.gate.easyQuestionsRight
    const answers = []
    for (const { ask, right } of questions) {
      const messages = typeof ask === 'string' ? [{ role: 'user', content: ask }] : ask
      const { text, durationMs } = await server.chat('', { messages, temperature: 0, max_tokens: 64, deadlineMs: 60_000 })
      answers.push({ ask, text, right: right.test(text), durationMs })
    }
    const share = answers.filter(({ right }) => right).length / answers.length
    evidence.json('answers', { share, shareThatMustBeRight, answers })
    measure(
      'latency of an easy question',
      'ms',
      answers.map(({ durationMs }) => durationMs),
    )
    if (declared === undefined && share < shareOfChance)
      notApplicable({ task, skip }, 'The weights answered hardly a question rightly, so they were not made to follow instructions.')
    expect(share).toBeGreaterThanOrEqual(shareThatMustBeRight)
  },
)
