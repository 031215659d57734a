import fc from 'fast-check'
import { expect, test } from 'vitest'
import { median } from '../../statistics/interval.ts'
import { tokenTimes } from './token-times.ts'

/** An answer of so many tokens, one every 10 ms after the first at 50 ms, of which so many are handed over at once. */
function answer(tokens: number, together: number, eventsPerToken = 1) {
  const arrivals = Array.from({ length: Math.ceil(tokens / together) }, (_, index) => {
    const last = Math.min(tokens, (index + 1) * together)
    return { atMs: 50 + (last - 1) * 10, events: (last - index * together) * eventsPerToken }
  })
  const durationMs = arrivals.at(-1)?.atMs ?? 0
  return { arrivals, firstTokenMs: arrivals[0]?.atMs ?? 0, promptTokens: 1, cachedTokens: 0, completionTokens: tokens, durationMs }
}

test('tokens that come one by one are timed one by one', () => {
  expect(tokenTimes(answer(4, 1))).toEqual({
    firstTokenMs: 50,
    interTokenMs: [10, 10, 10],
    perOutputTokenMs: 10,
    durationMs: 80,
    longestSilenceMs: 10,
  })
})

test('however many tokens come together, the time of one is the same, and the silence between is told', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 40 }), (together) => {
      const times = tokenTimes(answer(together * 10, together))
      expect(median(times.interTokenMs)).toBeCloseTo(10)
      expect(times.perOutputTokenMs).toBeCloseTo(10)
      expect(times.longestSilenceMs).toBeCloseTo(10 * together)
    }),
  )
})

test('an event need not be a token: the server tells how many there were', () => {
  expect(median(tokenTimes(answer(20, 1, 0.5)).interTokenMs)).toBeCloseTo(10)
})

test('an answer that came in at once has no time between tokens', () => {
  expect(tokenTimes(answer(8, 8))).toMatchObject({ interTokenMs: [], perOutputTokenMs: Number.NaN, longestSilenceMs: 0 })
})
