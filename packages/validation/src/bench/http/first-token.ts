import { openEngine } from '../reference/open-engine.ts'
import type { Scenario } from '../scenario.ts'
import type { Figure } from '../statistics/figure.ts'
import { interleave } from '../statistics/interleave.ts'
import { bootstrapMedian } from '../statistics/interval.ts'
import { directly, makeQuestions, overHttp } from './measure-load.ts'
import { openServer } from './open-server.ts'

const options = { slots: 2, contextSize: 512 }
const newTokens = 2
/** A server answers its first requests by code that is not compiled yet. */
const warmUpRequests = 150

/** How much later the first token comes over HTTP. */
export const firstToken: Scenario = {
  id: 'first-token',
  about: 'What HTTP adds to the time to first token, one stream at a time.',
  weights: ['canary', 'qwen2.5-0.5b'],
  rounds: 60,
  async *measure({ config, rounds, show }): AsyncGenerator<Figure> {
    await using measured = await openEngine(config, options)
    await using server = await openServer(config, options)
    // One question for all rounds: its prompt is in the slot, and its reading hides nothing.
    const [question = { messages: [] }] = await makeQuestions(measured.engine, 1, 0)
    const timed = (ask: ReturnType<typeof overHttp>) => async (round: number) => {
      show(`first token, round ${round} of ${rounds}`)
      return (await ask(question)).firstTokenMs
    }
    const sides = { http: timed(overHttp(server.url, config.id, newTokens)), direct: timed(directly(measured.engine, newTokens)) }
    // The first of each reads the prompt, too.
    await interleave(warmUpRequests, sides)
    const { http, direct } = await interleave(rounds, sides)
    const added = http.map((ms, round) => ms - (direct[round] ?? Number.NaN))
    yield {
      name: 'time to first token added by HTTP, p50',
      model: config.id,
      unit: 'ms',
      value: bootstrapMedian(added),
      target: { atMost: 2 },
      samples: { 'over HTTP, ms': http, 'engine called directly, ms': direct },
    }
  },
}
