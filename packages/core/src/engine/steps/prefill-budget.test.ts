import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PrefillBudget } from './prefill-budget.ts'

// A model of half a billion parameters on two cores.
const speed = { stepMs: 20, promptMsPerToken: 3.6 }

test('alone, a chunk takes as long as a cancelled prompt may take to leave', () => {
  expect(new PrefillBudget(speed).promptTokens(0)).toBe(128)
})

test('a fast model takes whole batches, a slow one small chunks', () => {
  expect(new PrefillBudget({ stepMs: 0.5, promptMsPerToken: 0.04 }).promptTokens(0)).toBe(512)
  expect(new PrefillBudget({ stepMs: 900, promptMsPerToken: 60 }).promptTokens(0)).toBe(16)
})

test('alone, chunks stay the same however long steps turn out to take', () => {
  const pace = new PrefillBudget(speed)
  for (let step = 0; step < 50; step++) pace.note({ durationMs: 1_000, slots: 1, promptTokens: 128 })
  expect(pace.promptTokens(0)).toBe(128)
})

test('beside running answers a chunk costs them two of their steps', () => {
  const pace = new PrefillBudget(speed)
  for (let step = 0; step < 60; step++) pace.note({ durationMs: 90, slots: 4, promptTokens: 0 })
  expect(pace.stepMs).toBeCloseTo(90, 0)
  expect(pace.promptTokens(4)).toBe(Math.floor((2 * pace.stepMs) / 3.6))
})

test('what a prompt costs is learnt from the steps it rode in', () => {
  const pace = new PrefillBudget(speed)
  for (let step = 0; step < 60; step++) pace.note({ durationMs: 20 + 32 * 6, slots: 2, promptTokens: 32 })
  expect(pace.promptMsPerToken).toBeCloseTo(6, 1)
})

test('a single step that took for ever changes little', () => {
  const pace = new PrefillBudget(speed)
  pace.note({ durationMs: 60_000, slots: 2, promptTokens: 0 })
  expect(pace.stepMs).toBeLessThan(40)
})

const step = fc.record({
  durationMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
  slots: fc.integer({ min: 1, max: 64 }),
  promptTokens: fc.nat(512),
})

test('whatever was measured, a prompt always moves on, in no more than a batch', () => {
  fc.assert(
    fc.property(fc.array(step), fc.nat(64), (steps, generating) => {
      const pace = new PrefillBudget(speed)
      for (const report of steps) pace.note(report)
      const tokens = pace.promptTokens(generating)
      expect(Number.isInteger(tokens)).toBe(true)
      expect(tokens).toBeGreaterThanOrEqual(16)
      expect(tokens).toBeLessThanOrEqual(512)
    }),
  )
})
