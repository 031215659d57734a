import { openEngine } from '../reference/open-engine.ts'
import type { Scenario } from '../scenario.ts'
import type { Figure } from '../statistics/figure.ts'
import { bootstrapMedian, median } from '../statistics/interval.ts'
import type { LoggedStep } from '../step-log.ts'
import { makePrompt } from '../weights/make-prompt.ts'
import { runChats } from './run-chats.ts'

const [streams, longTokens] = [4, 2_000]
/** Steps of the streams alone before the long prompt arrives. */
const stepsBefore = 30

/** A long prompt that arrives while answers grow must not stall them. */
export const longPrompt: Scenario = {
  id: 'long-prompt',
  about:
    'Longest gap between two tokens of 4 streams while a prompt of 2,000 tokens comes in, over 3 median gaps and the time of one chunk.',
  weights: ['qwen2.5-0.5b'],
  rounds: 5,
  async *measure({ config, rounds, show }): AsyncGenerator<Figure> {
    await using measured = await openEngine(config, { slots: streams + 1, contextSize: longTokens + 128 })
    const { engine } = measured
    const all: Gaps[] = []
    for (let round = 0; round < rounds; round++) {
      show(`long prompt, round ${round + 1} of ${rounds}`)
      const prompts = await Promise.all(Array.from({ length: streams }, (_, index) => makePrompt(engine, 64, round * 64 + index)))
      const long = await makePrompt(engine, longTokens, 1_000 + round)
      all.push(await measureRound(measured, prompts, long))
    }
    const samples = {
      'longest gap, ms': all.map(({ longestMs }) => longestMs),
      'median gap before, ms': all.map(({ medianMs }) => medianMs),
      'one chunk, ms': all.map(({ chunkMs }) => chunkMs),
    }
    const share = all.map(({ longestMs, medianMs, chunkMs }) => longestMs / (3 * medianMs + chunkMs))
    const model = config.id
    yield {
      name: 'longest gap beside a long prompt over 3 median gaps and a chunk',
      model,
      unit: '',
      value: bootstrapMedian(share),
      target: { atMost: 1 },
      samples,
    }
    yield { name: 'longest gap beside a long prompt', model, unit: 'ms', value: bootstrapMedian(samples['longest gap, ms']), samples: {} }
    yield {
      name: 'time until the long prompt was read',
      model,
      unit: 'ms',
      value: bootstrapMedian(all.map(({ promptMs }) => promptMs)),
      samples: {},
    }
  },
}

type Gaps = { longestMs: number; medianMs: number; chunkMs: number; promptMs: number }
type Measured = Awaited<ReturnType<typeof openEngine>>
type Prompts = Parameters<typeof runChats>[1]

async function measureRound(measured: Measured, prompts: Prompts, long: Prompts[number]): Promise<Gaps> {
  let promptMs = Number.NaN
  const steps = await measured.stepsDuring(async () => {
    // More tokens than the long prompt has chunks, so that the streams outlast it.
    const running = runChats(measured.engine, prompts, 192)
    await measured.afterSteps(stepsBefore)
    const startedAt = performance.now()
    await runChats(measured.engine, [long], 1)
    promptMs = performance.now() - startedAt
    await running
  })
  return { ...gapsOf(steps), promptMs }
}

/** Gaps between steps in which all streams grow, before the long prompt came in and while it did. */
function gapsOf(steps: readonly LoggedStep[]): Omit<Gaps, 'promptMs'> {
  const gaps = steps
    .slice(1)
    .map(({ atMs, slots, promptTokens }, index) => ({ gapMs: atMs - (steps[index]?.atMs ?? 0), slots, promptTokens }))
  const before = gaps.filter(({ slots, promptTokens }) => slots === streams && promptTokens === 0).map(({ gapMs }) => gapMs)
  const beside = gaps.filter(({ slots }) => slots === streams + 1).map(({ gapMs }) => gapMs)
  const medianMs = median(before)
  return { medianMs, longestMs: Math.max(...beside), chunkMs: median(beside) - medianMs }
}
