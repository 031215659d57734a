import { expect, test } from 'vitest'
import { sampleFaults } from './sample-faults.ts'

const faults = Array.from({ length: 10 }, (_, index) => ({ check: 'a/b', fault: `Fault ${index}.`, file: 'f', find: 'x', replace: 'y' }))

test('the same seed gives the same faults', () => {
  expect(sampleFaults(faults, 'a', 3)).toEqual(sampleFaults(faults, 'a', 3))
  expect(sampleFaults(faults, 'a', 3)).toHaveLength(3)
})

test('over many seeds every fault has its turn', () => {
  const seeds = Array.from({ length: 100 }, (_, seed) => String(seed))
  expect(new Set(seeds.flatMap((seed) => sampleFaults(faults, seed, 2))).size).toBe(faults.length)
})
