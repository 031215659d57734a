import { openEngine } from '../reference/open-engine.ts'
import { findReference, runReferenceLoop } from '../reference/reference.ts'
import type { Scenario } from '../scenario.ts'
import type { Figure } from '../statistics/figure.ts'
import { interleave } from '../statistics/interleave.ts'
import { bootstrapMedian } from '../statistics/interval.ts'
import { ratioFigure } from '../statistics/ratio-figure.ts'
import { decodeSpeed } from '../step-log.ts'
import { makePrompt } from '../weights/make-prompt.ts'
import { runChats } from './run-chats.ts'

const widths = [1, 4, 8]
const [promptTokens, newTokens] = [64, 64]

/** Decode throughput against llama.cpp's own loop, which samples nothing, on the same file, threads and prompt lengths. */
export const decode: Scenario = {
  id: 'decode',
  about: "Decode throughput at 1, 4 and 8 streams against llama.cpp's own batched loop.",
  weights: ['qwen2.5-0.5b'],
  rounds: 7,
  async *measure({ config, rounds, show }): AsyncGenerator<Figure> {
    // Rather now than after the weights were loaded.
    findReference('batchedBench')
    await using measured = await openEngine(config, { slots: Math.max(...widths), contextSize: 512 })
    const { engine, file } = measured
    const { threads } = engine.facts
    for (const width of widths) {
      const { ours, others } = await interleave(rounds, {
        ours: async (round) => {
          show(`decode, ${width} streams, round ${round + 1} of ${rounds}: ours`)
          const prompts = await Promise.all(
            Array.from({ length: width }, (_, index) => makePrompt(engine, promptTokens, round * 64 + index)),
          )
          return decodeSpeed(await measured.stepsDuring(() => runChats(engine, prompts, newTokens)), width)
        },
        others: (round) => {
          show(`decode, ${width} streams, round ${round + 1} of ${rounds}: llama.cpp`)
          return runReferenceLoop({ file, threads, width, promptTokens, newTokens })
        },
      })
      const name = `decode speed over llama.cpp's loop, ${width} ${width === 1 ? 'stream' : 'streams'}`
      yield ratioFigure({
        name,
        model: config.id,
        unit: 'tokens/s',
        target: { atLeast: 0.9, goal: 0.95 },
        ours: ['ours', ours],
        others: ["llama.cpp's loop", others],
      })
      yield {
        name: `decode speed, ${width} ${width === 1 ? 'stream' : 'streams'}`,
        model: config.id,
        unit: 'tokens/s',
        value: bootstrapMedian(ours),
        samples: {},
      }
    }
    yield { name: 'threads that the engine chose', model: config.id, unit: 'threads', value: bootstrapMedian([threads]), samples: {} }
  },
}
