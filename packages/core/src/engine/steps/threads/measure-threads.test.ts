import { expect, test } from 'vitest'
import { measureThreads } from './measure-threads.ts'

const [small, large] = [2e6, 4e9]

/** A machine on which a step with so many threads takes so long; remembers what was tried. */
function machine(stepMs: (threads: number) => number) {
  const tried: number[] = []
  const timeStep = async (threads: number) => {
    tried.push(threads)
    return stepMs(threads)
  }
  return { tried, timeStep }
}

test('a model that spins on two threads gets one', async () => {
  const { timeStep } = machine((threads) => (threads === 1 ? 0.6 : 12))
  expect(await measureThreads({ cores: 2, weightsBytes: small }, timeStep)).toEqual({ threads: 1, stepMs: 0.6 })
})

test('a large model gets all cores, and few steps are spent on finding that out', async () => {
  const { timeStep, tried } = machine((threads) => 8_000 / threads)
  expect(await measureThreads({ cores: 8, weightsBytes: large }, timeStep)).toEqual({ threads: 8, stepMs: 1_000 })
  // One to warm up, then two each; half the cores is where it is clearly slower.
  expect(tried).toEqual([8, 8, 8, 7, 7, 4, 4])
})

test('a core is left to the event loop where that is faster', async () => {
  const { timeStep } = machine((threads) => (threads === 8 ? 30 : 160 / threads))
  expect((await measureThreads({ cores: 8, weightsBytes: large }, timeStep)).threads).toBe(7)
})

test('where a thread more gains next to nothing it is not taken', async () => {
  const { timeStep } = machine((threads) => (threads === 1 ? 0.6 : 0.57))
  expect((await measureThreads({ cores: 2, weightsBytes: small }, timeStep)).threads).toBe(1)
})

test('a single step that was fast by chance decides nothing', async () => {
  let step = 0
  const { timeStep } = machine((threads) => (threads === 1 ? 2 : [0, 9, 1, 9][step++ % 4] || 9))
  expect((await measureThreads({ cores: 2, weightsBytes: small }, timeStep)).threads).toBe(1)
})

test('a step that one thread does in a moment is left to it, and no other is tried, however busy the machine is', async () => {
  let step = 0
  const { timeStep, tried } = machine(() => [4, 9, 0.6, 9][step++ % 4] ?? 0)
  expect((await measureThreads({ cores: 2, weightsBytes: small }, timeStep)).threads).toBe(1)
  expect(new Set(tried)).toEqual(new Set([1]))
})

test('small weights whose steps take longer are tried as others are', async () => {
  const { timeStep } = machine((threads) => 80 / threads)
  expect(await measureThreads({ cores: 8, weightsBytes: small }, timeStep)).toEqual({ threads: 8, stepMs: 10 })
})

test.each([1, 2, 3, 6, 8, 64])('on %i cores every count tried is one the machine has', async (cores) => {
  const { timeStep, tried } = machine(() => 1)
  const { threads } = await measureThreads({ cores, weightsBytes: large }, timeStep)
  expect(threads).toBeLessThanOrEqual(cores)
  expect(Math.min(...tried)).toBe(1)
  expect(Math.max(...tried)).toBe(cores)
})
