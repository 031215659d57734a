import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import { expect, test, vi } from 'vitest'
import { SlotGeneration } from '../generation/slot-generation.ts'
import { sampledTokens } from '../sampling/sampled-tokens.ts'
import { BatchScheduler } from './batch-scheduler.ts'
import type { StepReport } from './prefill-budget.ts'
import { PrefixSharing } from './prefix-sharing.ts'

/** One evaluation: which sequence, and how many tokens. */
type Evaluation = { sequence: number; tokens: number }

/** Sequences that hold tokens and answer with 7, and what was evaluated in each step. */
function fakeSequences(count: number, { copies = 'work' }: { copies?: 'work' | 'fail' } = {}) {
  const batches: Evaluation[][] = []
  let batch: { evaluations: Evaluation[]; done: Promise<void> } | undefined

  // As in the library: what is enqueued in one turn of the event loop is one batch.
  const evaluate = (evaluation: Evaluation): Promise<void> => {
    if (!batch) {
      const evaluations: Evaluation[] = []
      const done = new Promise<void>((resolve) =>
        setImmediate(() => {
          batches.push(evaluations)
          batch = undefined
          resolve()
        }),
      )
      batch = { evaluations, done }
    }
    batch.evaluations.push(evaluation)
    return batch.done
  }

  const sequences = Array.from({ length: count }, (_, sequence) => {
    const held: Token[] = []
    return {
      tokenPredictions: { used: 0, unused: 0, validated: 0, refuted: 0 },
      get contextTokens() {
        return [...held]
      },
      get nextTokenIndex() {
        return held.length
      },
      async adaptStateToTokens(tokens: Token[]) {
        const differs = held.findIndex((token, index) => token !== tokens[index])
        if (differs >= 0) held.length = differs
      },
      async clearHistory() {
        held.length = 0
      },
      async _copyStateFromOtherSequence(from: LlamaContextSequence, tokens: number) {
        held.splice(0, held.length, ...from.contextTokens.slice(0, tokens))
        return copies === 'work'
      },
      async evaluateWithoutGeneratingNewTokens(tokens: Token[]) {
        await evaluate({ sequence, tokens: tokens.length })
        held.push(...tokens)
      },
      async *evaluate(tokens: Token[]) {
        for (let next = tokens; ; next = [7 as Token]) {
          await evaluate({ sequence, tokens: next.length })
          held.push(...next)
          yield 7 as Token
        }
      },
    } as unknown as LlamaContextSequence
  })
  return { sequences, batches }
}

/** Gives chunks of 128 tokens alone, fewer beside others. */
const speed = { stepMs: 50, promptMsPerToken: 3 }

function loopOf(slots: number, options?: Parameters<typeof fakeSequences>[1]) {
  const { sequences, batches } = fakeSequences(slots, options)
  const reports: StepReport[] = []
  const loop = new BatchScheduler(sequences, { model: 'm', speed, onStep: (report) => reports.push(report) })
  return { loop, batches, reports }
}

type Job = {
  promptTokens: number
  first?: number
  answerTokens: number
  signal?: AbortSignal
  isPaused?: () => boolean
  onToken?: (count: number) => void
}

async function generate(loop: BatchScheduler, { promptTokens, first = 1_000, answerTokens, signal, isPaused = () => false, onToken }: Job) {
  let count = 0
  let cachedTokens = -1
  const [end] = loop.run(
    new SlotGeneration({
      prompt: Array.from({ length: promptTokens }, (_, index) => (first + index) as Token),
      startTokens: sampledTokens({}, false),
      signal: signal ?? new AbortController().signal,
      isPaused,
      onStart: (cached) => {
        cachedTokens = cached
      },
      onToken: () => {
        count += 1
        onToken?.(count)
        return count >= answerTokens ? 'stop' : 'continue'
      },
    }),
  )
  return { how: await end, count, cachedTokens }
}

const tokensOf = (batch: Evaluation[] | undefined, sequence: number) =>
  batch?.find((evaluation) => evaluation.sequence === sequence)?.tokens

test('the whole of a short prompt and its first token are one step', async () => {
  const { loop, batches } = loopOf(1)
  expect(await generate(loop, { promptTokens: 20, answerTokens: 3 })).toEqual({ how: 'done', count: 3, cachedTokens: 0 })
  expect(batches.map((batch) => tokensOf(batch, 0))).toEqual([20, 1, 1])
})

test('a long prompt comes in chunks, and the answer starts with the last of them', async () => {
  const { loop, batches } = loopOf(1)
  await generate(loop, { promptTokens: 300, answerTokens: 1 })
  expect(batches.map((batch) => tokensOf(batch, 0))).toEqual([128, 128, 44])
})

test('all active slots are in every batch, in ascending order', async () => {
  const { loop, batches } = loopOf(4)
  await Promise.all([0, 1, 2, 3].map((job) => generate(loop, { promptTokens: 8, first: job * 100, answerTokens: 5 })))
  expect(batches).toHaveLength(5)
  for (const batch of batches) expect(batch.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3])
})

test('a prompt that arrives beside running answers takes part in their steps, in smaller chunks, and skips none of them', async () => {
  const { loop, batches, reports } = loopOf(2)
  let late: Promise<unknown> | undefined
  await generate(loop, {
    promptTokens: 8,
    answerTokens: 40,
    onToken: (count) => {
      if (count === 5) late = generate(loop, { promptTokens: 200, first: 5_000, answerTokens: 1 })
    },
  })
  await late
  const chunks = batches.map((batch) => tokensOf(batch, 1)).filter((tokens) => tokens !== undefined)
  expect(chunks.reduce((sum, tokens) => sum + tokens, 0)).toBe(200)
  expect(Math.max(...chunks)).toBeLessThan(128)
  // The running answer has a token in every step until it ends.
  expect(batches.slice(0, 40).every((batch) => tokensOf(batch, 0) !== undefined)).toBe(true)
  expect(reports.reduce((sum, { promptTokens }) => sum + promptTokens, 0)).toBe(7 + 199)
})

test('several prompts share one chunk, the oldest first', async () => {
  const { loop, batches } = loopOf(3)
  await Promise.all([1, 2, 3].map((job) => generate(loop, { promptTokens: 100, first: job * 1_000, answerTokens: 1 })))
  for (const batch of batches) expect(batch.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(128 + 3)
  expect([0, 1, 2].map((sequence) => tokensOf(batches[0], sequence))).toEqual([100, 29, undefined])
})

test('a chat that goes on pays for its new tokens only', async () => {
  const { loop, batches } = loopOf(2)
  await generate(loop, { promptTokens: 200, answerTokens: 1 })
  const before = batches.length
  expect(await generate(loop, { promptTokens: 220, answerTokens: 1 })).toMatchObject({ cachedTokens: 200 })
  expect(batches.slice(before)).toEqual([[{ sequence: 0, tokens: 20 }]])
})

test.each([
  { phase: 'prefill', answerTokens: 1, promptTokens: 2_000 },
  { phase: 'decode', answerTokens: 2_000, promptTokens: 8 },
])('a cancel in $phase frees the slot before the next step but one', async ({ promptTokens, answerTokens }) => {
  const { sequences } = fakeSequences(2)
  const controller = new AbortController()
  let steps = 0
  let stepsAtCancel = 0
  const loop = new BatchScheduler(sequences, {
    model: 'm',
    speed,
    onStep: () => {
      steps += 1
      if (steps === 5) {
        stepsAtCancel = steps
        controller.abort()
      }
    },
  })
  expect(await generate(loop, { promptTokens, answerTokens, signal: controller.signal })).toMatchObject({ how: 'aborted' })
  expect(loop.activeSlots).toBe(0)
  expect(steps - stepsAtCancel).toBeLessThanOrEqual(1)
})

test('a prompt that waits for its share of the chunk leaves as fast when it is cancelled', async () => {
  const { loop } = loopOf(2)
  const controller = new AbortController()
  const first = generate(loop, { promptTokens: 2_000, answerTokens: 1 })
  const second = generate(loop, { promptTokens: 2_000, first: 9_000, answerTokens: 1, signal: controller.signal })
  controller.abort()
  expect(await second).toEqual({ how: 'aborted', count: 0, cachedTokens: -1 })
  expect(loop.activeSlots).toBe(1)
  expect(await first).toMatchObject({ how: 'done' })
})

test('an exception in one slot ends that one alone', async () => {
  const { loop } = loopOf(2)
  const fails = generate(loop, {
    promptTokens: 8,
    answerTokens: 9,
    onToken: () => {
      throw new Error('no')
    },
  })
  const lasts = generate(loop, { promptTokens: 8, first: 500, answerTokens: 9 })
  await expect(fails).rejects.toThrow('no')
  expect(await lasts).toMatchObject({ how: 'done', count: 9 })
})

test('paused work is left out of the batches, and goes on where it was once the loop is woken', async () => {
  const { loop, batches } = loopOf(2)
  let paused = false
  const slow = generate(loop, {
    promptTokens: 8,
    answerTokens: 9,
    isPaused: () => paused,
    onToken: (count) => {
      paused = count === 3
    },
  })
  expect(await generate(loop, { promptTokens: 8, first: 500, answerTokens: 20 })).toMatchObject({ count: 20 })
  expect([loop.activeSlots, loop.stepping]).toEqual([1, false])
  expect(batches.filter((batch) => tokensOf(batch, 0) !== undefined)).toHaveLength(3)
  paused = false
  loop.wake()
  expect(await slow).toMatchObject({ how: 'done', count: 9 })
})

test('a cancel ends paused work', async () => {
  const { loop } = loopOf(1)
  const controller = new AbortController()
  const paused = generate(loop, { promptTokens: 8, answerTokens: 9, isPaused: () => true, signal: controller.signal })
  controller.abort()
  loop.wake()
  expect(await paused).toMatchObject({ how: 'aborted' })
  expect(loop.activeSlots).toBe(0)
})

test('work that throws is closed', async () => {
  const { loop } = loopOf(1)
  const close = vi.fn(async () => {})
  const step = () => Promise.reject(new Error('no'))
  const [end] = loop.run({ prompt: [], signal: new AbortController().signal, paused: false, step, close })
  await expect(end).rejects.toThrow('no')
  expect(close).toHaveBeenCalledOnce()
})

test('who is told of a step and throws ends the work under way, and not the loop', async () => {
  const { sequences } = fakeSequences(1)
  const onStep = vi.fn(() => {
    if (onStep.mock.calls.length === 1) throw new Error('no')
  })
  const loop = new BatchScheduler(sequences, { model: 'm', speed, onStep })
  await expect(generate(loop, { promptTokens: 8, answerTokens: 9 })).rejects.toThrow('no')
  expect(await generate(loop, { promptTokens: 8, answerTokens: 9 })).toMatchObject({ how: 'done', count: 9 })
})

test.each([
  { copies: 'work', evaluatedTokens: 299 + 3 * 4 },
  { copies: 'fail', evaluatedTokens: 3 * 299 + 3 * 4 },
] as const)(
  'of several answers to one prompt the first evaluates it, and the others copy it, where copies $copies',
  async ({ copies, evaluatedTokens }) => {
    const { loop, batches } = loopOf(3, { copies })
    expect(loop.copiesPrompts).toBe(true)
    const share = new PrefixSharing(2)
    const prompt = Array.from({ length: 300 }, (_, index) => index as Token)
    const counts = [0, 0, 0]
    const ends = loop.run(
      ...counts.map(
        (_, choice) =>
          new SlotGeneration({
            prompt,
            startTokens: sampledTokens({}, false),
            signal: new AbortController().signal,
            share: { prompt: share, role: choice === 0 ? 'give' : 'take' },
            isPaused: () => false,
            onStart: () => {},
            onToken: () => {
              counts[choice] = (counts[choice] ?? 0) + 1
              return counts[choice] === 4 ? 'stop' : 'continue'
            },
          }),
      ),
    )
    expect(await Promise.all(ends)).toEqual(['done', 'done', 'done'])
    expect(counts).toEqual([4, 4, 4])
    expect(batches.flat().reduce((sum, { tokens }) => sum + tokens, 0)).toBe(evaluatedTokens)
    expect(batches[0]).toEqual([{ sequence: 0, tokens: 128 }])
  },
)
