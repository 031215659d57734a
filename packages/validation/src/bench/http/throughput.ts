import { openEngine } from '../reference/open-engine.ts'
import type { Scenario } from '../scenario.ts'
import type { Figure } from '../statistics/figure.ts'
import { interleave } from '../statistics/interleave.ts'
import { ratioFigure } from '../statistics/ratio-figure.ts'
import { checkSameWork, directly, makeQuestions, measureLoad, overHttp } from './measure-load.ts'
import { openServer } from './open-server.ts'

const options = { slots: 8, contextSize: 512 }

/** What HTTP takes of the engine's speed. */
export const throughput: Scenario = {
  id: 'throughput',
  about: 'Tokens a second over HTTP against the engine called directly, at 1 and 8 streams.',
  weights: ['canary', 'qwen2.5-0.5b'],
  rounds: 9,
  async *measure({ config, rounds, show }): AsyncGenerator<Figure> {
    await using measured = await openEngine(config, options)
    await using server = await openServer(config, options)
    for (const width of [1, 8]) {
      const load = (ask: ReturnType<typeof overHttp>) => async (round: number) => {
        show(`throughput, ${width} streams, round ${round + 1} of ${rounds}`)
        return measureLoad(await makeQuestions(measured.engine, width, round), ask)
      }
      const { ours, others } = await interleave(rounds, {
        ours: load(overHttp(server.url, config.id)),
        others: load(directly(measured.engine)),
      })
      checkSameWork(ours, others)
      yield ratioFigure({
        name: `tokens a second over HTTP over the engine's own, ${width === 1 ? '1 stream' : `${width} streams`}`,
        model: config.id,
        unit: 'tokens/s',
        target: { atLeast: 0.97 },
        ours: ['over HTTP', ours.map(({ tokensPerSecond }) => tokensPerSecond)],
        others: ['engine called directly', others.map(({ tokensPerSecond }) => tokensPerSecond)],
      })
    }
  },
}
