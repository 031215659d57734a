import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { notApplicable } from '../../src/checks/needs/not-applicable.ts'

const names = ['Ada', 'Bruno', 'Clara', 'David', 'Emma', 'Felix', 'Greta', 'Hugo', 'Iris', 'Jonas', 'Klara', 'Leo']
const kinds = [
  (name: string) => `Repeat exactly: ${name} lemon dragon`,
  (name: string) => `My name is ${name}. What is my name?`,
  (name: string) => `Extract JSON: ${name} is 41 years old and lives in Oslo.`,
  (name: string) => `Say hello to ${name}.`,
]

const rounds = 10
/** A mix-up as rare as this is noticed all but surely. */
const rareShare = 0.01

check(
  {
    proves: 'concurrent-requests',
    promise: 'Many clients at once get the very answers they would get one at a time: none lost, none mixed up',
    timeoutMs: 90_000,
  },
  async ({ subject, server, evidence, measure, task, skip }) => {
    const questions = kinds.flatMap((ask) => names.map(ask))
    // Known answers are so sure that even a token drawn by chance is mostly the same one. Told to go on behind their end, the weights are unsure, and
    // of 420 answers drawn by chance 415 showed it. Other weights may be so unsure that the width of a batch decides: they end where they will.
    const goesOn = (place: number) => subject.kind === 'canary' && place >= names.length
    const ask = (question: string, place: number, round: number) => {
      const fields = { max_tokens: 32, ...(goesOn(place) && { ignore_eos: true }), deadlineMs: 60_000 }
      return (place + round) % 2 ? server.stream(question, fields) : server.chat(question, fields)
    }

    await server.chat('Say hi.', { max_tokens: 1 })
    const serial: ComparableAnswer[] = []
    for (const [index, question] of questions.entries()) serial.push(await ask(question, index, 0))
    const concurrent: ComparableAnswer[] = []
    for (let round = 0; round < rounds; round++)
      concurrent.push(...(await Promise.all(questions.map((question, index) => ask(question, index, round)))))

    const answers = concurrent.map((among, index) => {
      const place = index % questions.length
      return { question: questions[place], alone: pick(serial[place]), among: pick(among) }
    })
    const power = 1 - (1 - rareShare) ** answers.length
    evidence.json('answers', { compared: answers.length, noticesOneIn: 1 / rareShare, withProbability: power, answers })
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
    expect(power, 'to notice a mix-up of one answer in a hundred').toBeGreaterThan(0.99)
    const different = new Set(answers.map(({ alone }) => alone.text)).size
    if (different === 1 && subject.kind !== 'canary')
      notApplicable({ task, skip }, 'These weights answer everything alike, as random ones may: no mix-up would show.')
    expect(different, 'answers differ, so a mix-up would show').toBeGreaterThan(names.length / 2)
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
