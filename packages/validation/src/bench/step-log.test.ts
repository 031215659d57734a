import { expect, test } from 'vitest'
import { decodeSpeed } from './step-log.ts'

const step = (atMs: number, slots: number, promptTokens = 0) => ({ atMs, slots, promptTokens, durationMs: 10 })

test('only steps of the whole width without prompts count', () => {
  const steps = [step(0, 2, 64), step(100, 2, 1), step(110, 2), step(120, 2), step(130, 2), step(135, 1), step(140, 1)]
  expect(decodeSpeed(steps, 2)).toBe((2 * 2 * 1000) / 20)
})

test('without two such steps there is no speed', () => {
  expect(decodeSpeed([], 1)).toBeNaN()
  expect(decodeSpeed([step(0, 1)], 1)).toBeNaN()
})
