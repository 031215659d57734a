import { openEngine } from '../reference/open-engine.ts'
import { findReference, runReferenceLoop } from '../reference/reference.ts'
import { startReferenceServer } from '../reference/reference-server.ts'
import type { Scenario } from '../scenario.ts'
import type { Figure } from '../statistics/figure.ts'
import { interleave } from '../statistics/interleave.ts'
import { bootstrapMedian } from '../statistics/interval.ts'
import { ratioFigure } from '../statistics/ratio-figure.ts'
import { decodeSpeed } from '../step-log.ts'
import { makePrompt } from '../weights/make-prompt.ts'
import { runChats } from './run-chats.ts'

const [slots, contextSize, promptTokens, newTokens] = [8, 512, 64, 256]
/** Streams at once, and what share of llama.cpp's server they must reach. */
const widths = [
  { width: 1, atLeast: 0.8 },
  { width: 8, atLeast: 0.9 },
]

/** Weights so small that computing costs next to nothing: what is left is overhead. */
export const overhead: Scenario = {
  id: 'overhead',
  about: "Time of a step over that of llama.cpp's own loop, and tokens a second against llama.cpp's own server.",
  weights: ['canary'],
  rounds: 9,
  async *measure({ config, rounds, show }): AsyncGenerator<Figure> {
    // Rather now than after the weights were loaded.
    findReference('batchedBench')
    await using measured = await openEngine(config, { slots, contextSize })
    const { engine, file } = measured
    const { threads } = engine.facts
    await using server = await startReferenceServer({ file, threads, slots, contextSize })
    for (const { width, atLeast } of widths) {
      const prompts = (round: number) =>
        Promise.all(Array.from({ length: width }, (_, index) => makePrompt(engine, promptTokens, round * 64 + index)))
      const samples = await interleave<'ours' | 'server' | 'loop', { decode: number; overall: number }>(rounds, {
        async ours(round) {
          show(`overhead, ${width} streams, round ${round + 1} of ${rounds}`)
          const chats = await prompts(round)
          let overall = Number.NaN
          const steps = await measured.stepsDuring(async () => {
            overall = await tokensPerSecond(() => runChats(engine, chats, newTokens))
          })
          return { decode: decodeSpeed(steps, width), overall }
        },
        async server(round) {
          const chats = await prompts(round)
          const ids = await Promise.all(chats.map(({ messages }) => engine.promptTokens({ messages, sampling: {} })))
          return { decode: Number.NaN, overall: await tokensPerSecond(() => Promise.all(ids.map((prompt) => complete(server, prompt)))) }
        },
        async loop() {
          return { decode: await runReferenceLoop({ file, threads, width, promptTokens, newTokens }), overall: Number.NaN }
        },
      })
      const stepUs = ({ decode }: { decode: number }) => (width * 1e6) / decode
      const overheadUs = samples.ours.map((sample, round) => stepUs(sample) - stepUs(samples.loop[round] ?? sample))
      const streams = width === 1 ? '1 stream' : `${width} streams`
      const model = config.id
      yield ratioFigure({
        name: `tokens a second over llama.cpp's server, ${streams}`,
        model,
        unit: 'tokens/s',
        target: { atLeast },
        ours: ['ours', samples.ours.map(({ overall }) => overall)],
        others: ["llama.cpp's server", samples.server.map(({ overall }) => overall)],
      })
      yield {
        name: `overhead of a step, ${streams}`,
        model,
        unit: 'µs',
        value: bootstrapMedian(overheadUs),
        samples: { 'a step of ours, µs': samples.ours.map(stepUs), "a step of llama.cpp's loop, µs": samples.loop.map(stepUs) },
      }
      yield {
        name: `overhead of a token, ${streams}`,
        model,
        unit: 'µs',
        value: bootstrapMedian(overheadUs.map((us) => us / width)),
        samples: {},
      }
    }
  },
}

async function complete(server: Awaited<ReturnType<typeof startReferenceServer>>, prompt: number[]): Promise<number> {
  const body = { prompt, n_predict: newTokens, temperature: 0, ignore_eos: true, cache_prompt: false }
  return (await server.complete(body)).timings.predicted_n
}

/** Tokens a second over the whole time, prompts included. */
async function tokensPerSecond(work: () => Promise<number[]>): Promise<number> {
  const startedAt = performance.now()
  const tokens = await work()
  return (tokens.reduce((sum, count) => sum + count, 0) * 1_000) / (performance.now() - startedAt)
}
