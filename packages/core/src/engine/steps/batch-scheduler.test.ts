import { expect, test, vi } from 'vitest'
import { SlotGeneration } from '../generation/slot-generation.ts'
import { TokenSource } from '../sampling/token-source.ts'
import { BatchScheduler } from './batch-scheduler.ts'
import type { Decoder } from './decoder.ts'
import type { StepReport } from './prefill-budget.ts'

/** What one step computed in a sequence: how many tokens. */
type Part = { sequence: number; tokens: number }

/** Sequences that hold tokens, and what was computed in each step. */
function fakeDecoder(sequences: number, { restores = true } = {}) {
  const batches: Part[][] = []
  const held = Array.from({ length: sequences }, () => [] as number[])
  let batch: { token: number; position: number; sequence: number }[] = []
  const decode = () => {
    const parts: Part[] = []
    for (const { token, position, sequence } of batch) {
      // As llama.cpp demands it.
      expect(position).toBe(held[sequence]?.length)
      held[sequence]?.push(token)
      const part = parts.find((known) => known.sequence === sequence)
      if (part) part.tokens += 1
      else parts.push({ sequence, tokens: 1 })
    }
    batches.push(parts)
  }
  const decoder: Decoder = {
    sequences,
    batch: {
      capacity: 512,
      clear: () => {
        batch = []
      },
      add: (token, position, sequence) => batch.push({ token, position, sequence }) - 1,
    },
    decode,
    async decodeBeside() {
      await new Promise(setImmediate)
      decode()
    },
    keep: (sequence, tokens) => {
      if (held[sequence]) held[sequence].length = tokens
      return tokens
    },
    stateOf: (sequence) => new Uint8Array(Int32Array.from(held[sequence] ?? []).buffer),
    restore: (sequence, state) => {
      held[sequence] = restores ? [...new Int32Array(state.slice().buffer)] : []
      return restores
    },
  }
  return { decoder, batches, held }
}

/** Gives chunks of 128 tokens alone, fewer beside others. */
const speed = { stepMs: 50, promptMsPerToken: 3 }

function schedulerOf(slots: number, options?: Parameters<typeof fakeDecoder>[1]) {
  const { decoder, batches, held } = fakeDecoder(slots, options)
  const reports: StepReport[] = []
  const loop = new BatchScheduler(decoder, { model: 'm', speed, prefixBytes: 100_000, onStep: (report) => reports.push(report) })
  return { loop, batches, reports, held }
}

type Job = {
  promptTokens: number
  first?: number
  answerTokens: number
  signal?: AbortSignal
  isPaused?: () => boolean
  onToken?: (count: number) => void
}

/** Answers every prompt with 7. */
const sevens = () =>
  new TokenSource([], {
    sampler: { acceptPrompt: () => {}, choose: () => ({ token: 7 }), [Symbol.dispose]: () => {} },
    topTokens: undefined,
    speculates: false,
    isEnd: () => false,
  })

async function generate(loop: BatchScheduler, job: Job) {
  const { promptTokens, first = 1_000, answerTokens, signal, isPaused = () => false, onToken } = job
  let count = 0
  let cachedTokens = -1
  const [end] = loop.run(
    new SlotGeneration({
      prompt: Array.from({ length: promptTokens }, (_, index) => first + index),
      startTokens: sevens,
      contextSize: 4096,
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

const tokensOf = (batch: Part[] | undefined, sequence: number) => batch?.find((part) => part.sequence === sequence)?.tokens

test('the whole of a short prompt and its first token are one step', async () => {
  const { loop, batches } = schedulerOf(1)
  expect(await generate(loop, { promptTokens: 20, answerTokens: 3 })).toEqual({ how: 'done', count: 3, cachedTokens: 0 })
  expect(batches.map((batch) => tokensOf(batch, 0))).toEqual([20, 1, 1])
})

test('a long prompt comes in chunks, and the answer starts with the last of them', async () => {
  const { loop, batches } = schedulerOf(1)
  await generate(loop, { promptTokens: 300, answerTokens: 1 })
  expect(batches.map((batch) => tokensOf(batch, 0))).toEqual([128, 128, 44])
})

test('a chat that goes on pays for its new tokens only', async () => {
  const { loop, batches } = schedulerOf(2)
  await generate(loop, { promptTokens: 200, answerTokens: 1 })
  const before = batches.length
  expect(await generate(loop, { promptTokens: 220, answerTokens: 1 })).toMatchObject({ cachedTokens: 200 })
  expect(batches.slice(before)).toEqual([[{ sequence: 0, tokens: 20 }]])
})

test.each([
  { phase: 'prefill', answerTokens: 1, promptTokens: 2_000 },
  { phase: 'decode', answerTokens: 2_000, promptTokens: 8 },
])('a cancel in $phase frees the slot before the next step but one', async ({ promptTokens, answerTokens }) => {
  const { decoder } = fakeDecoder(2)
  const controller = new AbortController()
  let steps = 0
  let stepsAtCancel = 0
  const loop = new BatchScheduler(decoder, {
    model: 'm',
    speed,
    prefixBytes: 0,
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
  const { loop } = schedulerOf(2)
  const controller = new AbortController()
  const first = generate(loop, { promptTokens: 2_000, answerTokens: 1 })
  const second = generate(loop, { promptTokens: 2_000, first: 9_000, answerTokens: 1, signal: controller.signal })
  controller.abort()
  expect(await second).toEqual({ how: 'aborted', count: 0, cachedTokens: -1 })
  expect(loop.activeSlots).toBe(1)
  expect(await first).toMatchObject({ how: 'done' })
})

test('an exception in one slot ends that one alone', async () => {
  const { loop } = schedulerOf(2)
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
  const { loop, batches } = schedulerOf(2)
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
  const { loop } = schedulerOf(1)
  const controller = new AbortController()
  const paused = generate(loop, { promptTokens: 8, answerTokens: 9, isPaused: () => true, signal: controller.signal })
  controller.abort()
  loop.wake()
  expect(await paused).toMatchObject({ how: 'aborted' })
  expect(loop.activeSlots).toBe(0)
})

test('who is told of a step and throws ends the work under way, and not the loop', async () => {
  const { decoder } = fakeDecoder(1)
  const onStep = vi.fn(() => {
    if (onStep.mock.calls.length === 1) throw new Error('no')
  })
  const loop = new BatchScheduler(decoder, { model: 'm', speed, prefixBytes: 0, onStep })
  await expect(generate(loop, { promptTokens: 8, answerTokens: 9 })).rejects.toThrow('no')
  expect(await generate(loop, { promptTokens: 8, answerTokens: 9 })).toMatchObject({ how: 'done', count: 9 })
})

test('all that generate are in one batch, in ascending order', async () => {
  const { loop, batches } = schedulerOf(4)
  await Promise.all([0, 1, 2, 3].map((job) => generate(loop, { promptTokens: 8, first: job * 100, answerTokens: 9 })))
  const full = batches.filter((batch) => batch.length === 4)
  expect(full.length).toBeGreaterThanOrEqual(5)
  for (const batch of batches) expect(batch.map(({ sequence }) => sequence)).toEqual(batch.map(({ sequence }) => sequence).toSorted())
})

test('a prompt that arrives beside running answers comes in between their steps, in smaller chunks, and skips none of them', async () => {
  const { loop, batches, reports } = schedulerOf(2)
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
  // The running answer has a token between any two of them.
  const order = batches.map((batch) => (tokensOf(batch, 1) === undefined ? 'answer' : 'prompt')).join(' ')
  expect(order).not.toMatch(/answer( prompt){2,} answer/)
  expect(reports.reduce((sum, { promptTokens }) => sum + promptTokens, 0)).toBe(7 + 199)
})

test('of several prompts the oldest comes first, and its answer begins before the others are in', async () => {
  const { loop, batches } = schedulerOf(3)
  await Promise.all([1, 2, 3].map((job) => generate(loop, { promptTokens: 100, first: job * 1_000, answerTokens: 20 })))
  const firstSteps = [0, 1, 2].map((sequence) => batches.findIndex((batch) => tokensOf(batch, sequence) !== undefined))
  expect(firstSteps).toEqual(firstSteps.toSorted((one, other) => one - other))
  expect(tokensOf(batches[0], 0)).toBe(100)
  const secondToken = batches.findIndex((batch, step) => step > 0 && tokensOf(batch, 0) === 1)
  expect(secondToken).toBeLessThan(firstSteps[2] ?? 0)
})

test('work that throws is closed, and ends alone', async () => {
  const { loop } = schedulerOf(1)
  const close = vi.fn()
  const advance = () => {
    throw new Error('no')
  }
  const [end] = loop.run({ prompt: [1], signal: new AbortController().signal, paused: false, onStart: () => {}, advance, close })
  await expect(end).rejects.toThrow('no')
  expect(close).toHaveBeenCalledOnce()
})

test.each([
  { restores: true, computedTokens: 300 + 2 + 3 * 39 },
  { restores: false, computedTokens: 3 * 300 + 3 * 39 },
])('a prompt that others begin with is computed once, where states can be restored: $restores', async ({ restores, computedTokens }) => {
  const { loop, batches } = schedulerOf(3, { restores })
  const answers = await Promise.all([0, 1, 2].map(() => generate(loop, { promptTokens: 300, answerTokens: 40 })))
  expect(answers.map(({ count }) => count)).toEqual([40, 40, 40])
  expect(batches.flat().reduce((sum, { tokens }) => sum + tokens, 0)).toBe(computedTokens)
})

test('a conversation finds its start again after its sequence was used by others', async () => {
  const { loop, batches } = schedulerOf(1)
  await generate(loop, { promptTokens: 200, answerTokens: 1 })
  await generate(loop, { promptTokens: 100, first: 9_000, answerTokens: 1 })
  const before = batches.length
  expect(await generate(loop, { promptTokens: 220, answerTokens: 1 })).toMatchObject({ cachedTokens: 200 })
  expect(batches.slice(before)).toEqual([[{ sequence: 0, tokens: 20 }]])
})

test('a gap that an answer leaves is closed by one that runs on', async () => {
  const { loop, batches, held } = schedulerOf(3)
  const jobs = [1, 2, 3].map((job) => generate(loop, { promptTokens: 40, first: job * 1_000, answerTokens: job === 1 ? 2 : 60 }))
  await Promise.all(jobs)
  expect(batches.at(-1)?.map(({ sequence }) => sequence)).not.toContain(2)
  expect(held[0]?.slice(0, 2)).toEqual([3_000, 3_001])
})
