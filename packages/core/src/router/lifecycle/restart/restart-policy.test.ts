import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RestartPolicy } from './restart-policy.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

test('each restart waits twice as long as the one before, and after five there is none', () => {
  const policy = new RestartPolicy()
  expect(Array.from({ length: 7 }, () => policy.crashed())).toEqual([100, 200, 400, 800, 1600, undefined, undefined])
  expect(policy.restarts).toBe(5)
})

test('slow loads between crashes do not make them fewer', () => {
  const policy = new RestartPolicy()
  const delays = Array.from({ length: 6 }, () => {
    vi.advanceTimersByTime(30_000)
    return policy.crashed()
  })
  expect(delays.at(-1)).toBeUndefined()
})

test.each([
  { title: 'soon after its start', ageMs: 9_999, next: 200 },
  { title: 'after ten seconds', ageMs: 10_000, next: 100 },
])('an answer $title lets the next restart wait $next ms once the crash is a minute old', ({ ageMs, next }) => {
  const policy = new RestartPolicy()
  policy.crashed()
  policy.answered(ageMs)
  vi.advanceTimersByTime(60_000)
  expect(policy.crashed()).toBe(next)
})

test('whatever is answered in between, no more than five restarts fall into a minute', () => {
  const life = fc.record({ lifeMs: fc.integer({ min: 1, max: 20_000 }), answers: fc.boolean() })
  fc.assert(
    fc.property(fc.array(life, { minLength: 6, maxLength: 40 }), (lives) => {
      const policy = new RestartPolicy()
      const restartsMs: number[] = []
      for (const { lifeMs, answers } of lives) {
        vi.advanceTimersByTime(lifeMs)
        if (answers) policy.answered(lifeMs)
        if (policy.crashed() !== undefined) restartsMs.push(performance.now())
      }
      for (const startMs of restartsMs) {
        expect(restartsMs.filter((timeMs) => timeMs >= startMs && timeMs < startMs + 60_000).length).toBeLessThanOrEqual(5)
      }
    }),
  )
})
