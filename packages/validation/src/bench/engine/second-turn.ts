import type { ChatMessage } from '@honestai/core'
import { openEngine } from '../reference/open-engine.ts'
import { startReferenceServer } from '../reference/reference-server.ts'
import type { Scenario } from '../scenario.ts'
import type { Figure } from '../statistics/figure.ts'
import { interleave } from '../statistics/interleave.ts'
import { ratioFigure } from '../statistics/ratio-figure.ts'
import { makePrompt } from '../weights/make-prompt.ts'

const [historyTokens, newTokens, contextSize] = [1_000, 20, 2_048]

/** The second turn of a long chat: what is new must be read, and nothing of the history again. */
export const secondTurn: Scenario = {
  id: 'second-turn',
  about: 'Time to first token of 20 new tokens on a history of 1,000, over the time in which llama.cpp reads them there.',
  weights: ['qwen2.5-0.5b'],
  rounds: 15,
  async *measure({ config, rounds, show }): AsyncGenerator<Figure> {
    await using measured = await openEngine(config, { slots: 4, contextSize })
    const { engine, file } = measured
    await using reference = await startReferenceServer({ file, threads: engine.facts.threads, slots: 1, contextSize })
    const first = await makePrompt(engine, historyTokens, 1)
    const history: ChatMessage[] = [...first.messages, { role: 'assistant', content: 'Yes.' }]
    const turn = (round: number) => makePrompt(engine, first.promptTokens + newTokens, 100 + round, history)

    const { ours, others } = await interleave(rounds + 1, {
      ours: async (round) => {
        show(`second turn, round ${round} of ${rounds}: ours`)
        const { messages } = await turn(round)
        const startedAt = performance.now()
        for await (const event of engine.chat({ messages, sampling: { temperature: 0 }, maxTokens: 1 })) {
          if (event.type === 'end') return { ms: performance.now() - startedAt, read: event.usage.promptTokens - event.usage.cachedTokens }
        }
        throw new Error('The engine ended a chat without an end event.')
      },
      others: async (round) => {
        show(`second turn, round ${round} of ${rounds}: llama.cpp`)
        const { messages } = await turn(round)
        const prompt = await engine.promptTokens({ messages, sampling: {} })
        const { timings } = await reference.complete({ prompt, n_predict: 1, cache_prompt: true })
        return { ms: timings.prompt_ms, read: timings.prompt_n }
      },
    })
    // The first round of each brings the history in.
    const [turns, readings] = [ours.slice(1), others.slice(1)]
    const differing = turns.find(({ read }, round) => read !== readings[round]?.read)
    if (differing)
      throw new Error(`Not the same work: one read ${differing.read} tokens, the other ${readings.map(({ read }) => read).join(', ')}.`)
    yield ratioFigure({
      name: "time to first token of a second turn over llama.cpp's time to read it",
      model: config.id,
      unit: 'ms',
      target: { atMost: 1.3 },
      ours: ['time to first token', turns.map(({ ms }) => ms)],
      others: ['llama.cpp reads the tokens', readings.map(({ ms }) => ms)],
    })
  },
}
