import { expect, test } from 'vitest'
import { RetryAfter } from './retry-after.ts'

test.each<{ title: string; slots: number; heldMs: number[]; runningMs: number[]; waiting: number; seconds: number }>([
  { title: 'nothing is known yet', slots: 1, heldMs: [], runningMs: [], waiting: 4, seconds: 1 },
  { title: 'half of those who wait have had their turn', slots: 1, heldMs: [2000], runningMs: [], waiting: 4, seconds: 4 },
  { title: 'more slots serve them sooner', slots: 2, heldMs: [2000], runningMs: [], waiting: 4, seconds: 2 },
  { title: 'one turn at least has gone by', slots: 1, heldMs: [3000], runningMs: [], waiting: 0, seconds: 3 },
  { title: 'what runs takes longer than the mean', slots: 1, heldMs: [1000], runningMs: [9000], waiting: 2, seconds: 9 },
])('who finds the queue full comes again in $seconds s: $title', ({ slots, heldMs, runningMs, waiting, seconds }) => {
  const retryAfter = new RetryAfter(slots)
  for (const holdMs of heldMs) retryAfter.held(holdMs)
  expect(retryAfter.whenFullSeconds(waiting, runningMs)).toBe(seconds)
})

test('the mean follows the last holds', () => {
  const retryAfter = new RetryAfter(1)
  retryAfter.held(1000)
  for (let hold = 0; hold < 60; hold++) retryAfter.held(5000)
  expect(retryAfter.expectedWaitMs(1)).toBeCloseTo(5000, -1)
})
