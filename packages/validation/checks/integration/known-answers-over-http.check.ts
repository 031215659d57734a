import { expect } from 'vitest'
import { sampleEvenly } from '../../src/asking/sample-evenly.ts'
import { check } from '../../src/checks/check.ts'

check(
  {
    proves: 'integration-tests',
    promise: 'The official OpenAI client gets the known right answer to every known question, word for word',
    timeoutMs: 60_000,
  },
  async ({ knownAnswers, openai, weights, evidence, measure }) => {
    const latencies: number[] = []
    const answers = []
    for (const known of sampleEvenly(knownAnswers, ({ skill }) => skill, 72)) {
      const startedAt = performance.now()
      const completion = await openai.chat.completions.create({
        model: weights.id,
        temperature: 0,
        messages: known.messages as never,
        ...(known.tools ? { tools: known.tools as never } : {}),
      })
      latencies.push(performance.now() - startedAt)
      const got = toWireAnswer(completion.choices[0]?.message)
      answers.push({
        skill: known.skill,
        messages: known.messages,
        wanted: known.answer,
        got,
        tokens: completion.usage?.completion_tokens,
        wantedTokens: known.tokenIds.length,
      })
    }
    evidence.json('answers', answers)
    measure('latency of a known answer', 'ms', latencies)
    expect(answers.length).toBeGreaterThan(0)
    expect(answers.filter(({ got, wanted }) => got !== wanted)).toEqual([])
  },
)

type Message = { content: string | null; tool_calls?: unknown[] }

/** What the model wrote, as the known answers hold it: its text, then each tool call in the form the model was taught. */
export function toWireAnswer(message: Message | undefined): string {
  const calls = (message?.tool_calls ?? []) as { function: { name: string; arguments: string } }[]
  const written = calls.map(
    ({ function: { name, arguments: parameters } }) => `<tool_call>\n{"name": "${name}", "arguments": ${parameters}}\n</tool_call>`,
  )
  return [message?.content ?? '', ...written].filter((part) => part !== '').join('\n')
}
