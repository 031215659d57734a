import { openEngine } from '../reference/open-engine.ts'
import { startReferenceServer } from '../reference/reference-server.ts'
import type { Scenario } from '../scenario.ts'
import type { Figure } from '../statistics/figure.ts'
import { interleave } from '../statistics/interleave.ts'
import { ratioFigure } from '../statistics/ratio-figure.ts'
import { checkSameWork, makeQuestions, measureLoad, overHttp } from './measure-load.ts'
import { openServer } from './open-server.ts'

const options = { slots: 8, contextSize: 512 }
/** Share of llama.cpp's speed to reach with weights whose computing costs next to nothing; with others it is all of it. */
const canaryShare: Record<number, number> = { 1: 0.8, 4: 0.8, 8: 0.9 }

/** Two servers, the same weights, threads, questions and client. */
export const againstLlamaServer: Scenario = {
  id: 'llama-server',
  about: "Tokens a second and time to first token against llama.cpp's own server over HTTP, at 1, 4 and 8 streams.",
  weights: ['qwen2.5-0.5b', 'canary'],
  rounds: 7,
  async *measure({ config, rounds, show }): AsyncGenerator<Figure> {
    await using measured = await openEngine(config, options)
    const { engine, file } = measured
    await using server = await openServer(config, options)
    await using reference = await startReferenceServer({ file, threads: engine.facts.threads, ...options })
    const isCanary = config.id === 'canary'
    for (const width of [1, 4, 8]) {
      const load = (url: string) => async (round: number) => {
        show(`against llama.cpp's server, ${width} streams, round ${round + 1} of ${rounds}`)
        return measureLoad(await makeQuestions(engine, width, round), overHttp(url, config.id))
      }
      const { ours, others } = await interleave(rounds, { ours: load(server.url), others: load(reference.url) })
      checkSameWork(ours, others)
      const streams = width === 1 ? '1 stream' : `${width} streams`
      yield ratioFigure({
        name: `tokens a second over llama.cpp's server, ${streams}`,
        model: config.id,
        unit: 'tokens/s',
        target: { atLeast: isCanary ? (canaryShare[width] ?? 1) : 1 },
        ours: ['ours', ours.map(({ tokensPerSecond }) => tokensPerSecond)],
        others: ["llama.cpp's server", others.map(({ tokensPerSecond }) => tokensPerSecond)],
      })
      yield ratioFigure({
        name: `time to first token over llama.cpp's server, ${streams}`,
        model: config.id,
        unit: 'ms',
        ...(isCanary ? {} : { target: { atMost: 1 } }),
        ours: ['ours', ours.map(({ firstTokenMs }) => firstTokenMs)],
        others: ["llama.cpp's server", others.map(({ firstTokenMs }) => firstTokenMs)],
      })
    }
  },
}
