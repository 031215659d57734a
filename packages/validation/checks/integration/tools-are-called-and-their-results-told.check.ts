import { expect } from 'vitest'
import { sampleEvenly } from '../../src/asking/sample-evenly.ts'
import { check } from '../../src/checks/check.ts'

type Tool = { type: 'function'; function: { name: string; description?: string; parameters: object } }
type Message = { role: string; content: string | null; tool_calls?: { function: { name: string; arguments: string } }[] }

check(
  {
    proves: 'integration-tests',
    promise:
      "The official client's tool runner calls the right tool with the right arguments and gets the known answer to its result, whole and streamed",
    timeoutMs: 120_000,
  },
  async ({ knownAnswers, openai, weights: { id: model }, evidence, skip }) => {
    const known = knownAnswers.filter(({ skill }) => skill === 'tool_result')
    if (known.length === 0) skip('The canary has no known answers to the results of tools.')
    const trips: { wanted: unknown; got: unknown }[] = []
    for (const { messages, tools = [], answer } of sampleEvenly(known, ({ answer }) => String(answer.length % 4), 12)) {
      const [call, result] = (messages as Message[]).slice(-2)
      const { name, arguments: given } = call?.tool_calls?.[0]?.function ?? { name: '', arguments: '' }
      for (const stream of [false, true]) {
        const calls: { name: string; given: unknown }[] = []
        const runnable = (tools as Tool[]).map((tool) => ({
          ...tool,
          function: {
            ...tool.function,
            parse: JSON.parse,
            function: (given: unknown) => {
              calls.push({ name: tool.function.name, given })
              return result?.content ?? ''
            },
          },
        }))
        const request = { model, temperature: 0, messages: messages.slice(0, -2) as never, tools: runnable as never }
        // The same call twice: its type depends on the literal.
        const runner = stream
          ? openai.chat.completions.runTools({ ...request, stream })
          : openai.chat.completions.runTools({ ...request, stream })
        trips.push({
          wanted: { calls: [{ name, given: JSON.parse(given) }], text: answer },
          got: { calls, text: await runner.finalContent() },
        })
      }
    }
    evidence.json('round-trips', trips)
    for (const { wanted, got } of trips) expect(got).toEqual(wanted)
  },
)
