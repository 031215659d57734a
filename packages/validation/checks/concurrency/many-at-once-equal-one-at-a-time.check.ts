import { expect } from 'vitest'
import { check } from '../../src/check.ts'

const names = ['Ada', 'Bruno', 'Clara', 'David', 'Emma', 'Felix', 'Greta', 'Hugo', 'Iris', 'Jonas', 'Klara', 'Leo']
const kinds = [
  (name: string) => `Repeat exactly: ${name} lemon dragon`,
  (name: string) => `My name is ${name}. What is my name?`,
  (name: string) => `Extract JSON: ${name} is 41 years old and lives in Oslo.`,
  (name: string) => `Say hello to ${name}.`,
]

check(
  {
    proves: 'concurrent-requests',
    promise: 'Many clients at once get the very answers they would get one at a time: none lost, none mixed up',
    timeoutMs: 90_000,
  },
  async ({ server, evidence, measure }) => {
    const questions = kinds.flatMap((ask) => names.map(ask))
    const ask = (question: string, index: number) =>
      index % 2
        ? server.stream(question, { max_tokens: 32, deadlineMs: 60_000 })
        : server.chat(question, { max_tokens: 32, deadlineMs: 60_000 })

    await server.chat('Say hi.', { max_tokens: 1 })
    const serial: ComparableAnswer[] = []
    for (const [index, question] of questions.entries()) serial.push(await ask(question, index))
    const concurrent = await Promise.all(questions.map(ask))

    const answers = questions.map((question, index) => ({ question, alone: pick(serial[index]), among: pick(concurrent[index]) }))
    evidence.json('answers', answers)
    measure(
      'latency alone',
      'ms',
      serial.map(({ durationMs }) => durationMs),
    )
    measure(
      `latency among ${questions.length}`,
      'ms',
      concurrent.map(({ durationMs }) => durationMs),
    )
    expect(new Set(answers.map(({ alone }) => alone.text)).size, 'answers differ, so a mix-up would show').toBeGreaterThan(names.length / 2)
    expect(answers.filter(({ alone, among }) => JSON.stringify(alone) !== JSON.stringify(among))).toEqual([])
  },
)

type ComparableAnswer = {
  text: string
  finishReason: string
  usage: { prompt_tokens: number; completion_tokens: number }
  durationMs: number
}

const pick = (answer: ComparableAnswer | undefined) => ({
  text: answer?.text,
  finishReason: answer?.finishReason,
  promptTokens: answer?.usage.prompt_tokens,
  completionTokens: answer?.usage.completion_tokens,
})
