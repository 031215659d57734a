import { openEngine } from '../reference/open-engine.ts'
import type { Scenario } from '../scenario.ts'
import type { Figure } from '../statistics/figure.ts'
import { interleave } from '../statistics/interleave.ts'
import { bootstrapMedian } from '../statistics/interval.ts'
import { ratioFigure } from '../statistics/ratio-figure.ts'
import { decodeSpeed } from '../step-log.ts'
import { makePrompt } from '../weights/make-prompt.ts'
import { bytesPerToken } from './bytes-per-token.ts'
import { openMemoryReader } from './memory-reader.ts'
import { runChats } from './run-chats.ts'

const [promptTokens, newTokens] = [64, 48]
/** What memory gives is a limit, so the best of some reads counts: what else the machine does only takes from it. */
const [reads, readMs] = [4, 300]
/** Smaller weights may lie in the processor's caches, which this limit is not about. */
const fewestBytes = 256 * 1024 ** 2

/**
 * How near one stream comes to the roofline (Williams, Waterman and Patterson, 2009): a step reads all weights, and computes so little with
 * each byte that memory is the limit. What a stream's keys and values take is left out: at these lengths less than a hundredth.
 */
export const roofline: Scenario = {
  id: 'roofline',
  about: 'Weights that one stream reads a second, as a share of what memory gives to as many threads.',
  weights: ['qwen2.5-0.5b'],
  rounds: 7,
  async *measure({ config, rounds, show }): AsyncGenerator<Figure> {
    await using measured = await openEngine(config, { slots: 1, contextSize: 512 })
    const { engine, file } = measured
    const weightsBytes = await bytesPerToken(file)
    if (weightsBytes < fewestBytes) throw new Error('These weights fit into the caches of a processor, where memory is no limit.')
    await using memory = await openMemoryReader(engine.facts.threads)
    const { decode, read } = await interleave(rounds, {
      decode: async (round) => {
        show(`roofline, round ${round + 1} of ${rounds}`)
        const prompt = await makePrompt(engine, promptTokens, round)
        const tokensPerSecond = decodeSpeed(await measured.stepsDuring(() => runChats(engine, [prompt], newTokens)), 1)
        return (tokensPerSecond * weightsBytes) / 1e9
      },
      read: async () => {
        const rates: number[] = []
        for (let read = 0; read < reads; read++) rates.push((await memory.bytesPerSecond(readMs)) / 1e9)
        return Math.max(...rates)
      },
    })
    const model = config.id
    yield ratioFigure({
      name: 'share of the roofline, 1 stream',
      model,
      unit: 'GB/s',
      ours: ['weights that decode reads', decode],
      others: ['what memory gives', read],
    })
    yield { name: 'what memory gives', model, unit: 'GB/s', value: bootstrapMedian(read), samples: {} }
    yield { name: 'weights that a token reads', model, unit: 'GB', value: bootstrapMedian([weightsBytes / 1e9]), samples: {} }
  },
}
