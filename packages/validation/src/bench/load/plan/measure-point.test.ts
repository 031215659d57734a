import { expect, test } from 'vitest'
import { measurePoint } from './measure-point.ts'
import type { LoadedRequest } from './run-load.ts'
import { findKnee } from './sweep-load.ts'

const objectives = { firstTokenMs: 100, perOutputTokenMs: 20 }

/** An answer of 11 tokens, the first after some time and the others ten milliseconds apart. */
function answered(sentMs: number, firstTokenMs: number, underWay = 1): LoadedRequest {
  const arrivals = Array.from({ length: 11 }, (_, index) => ({ atMs: firstTokenMs + index * 10, events: 1 }))
  const counts = { promptTokens: 20, cachedTokens: 5, completionTokens: 11 }
  return { sentMs, underWay, outcome: { chat: { arrivals, firstTokenMs, durationMs: firstTokenMs + 100, ...counts } } }
}

test('speed is that of the middle of a load, and what came in at its ends does not count', () => {
  const requests = Array.from({ length: 10 }, (_, index) => answered(index * 110, 10))
  const point = measurePoint({ clients: 1 }, requests, objectives)
  // 11 tokens in each 110 ms.
  expect(point.outputTokensPerSecond).toBeGreaterThan(95)
  expect(point.outputTokensPerSecond).toBeLessThan(105)
  expect(point).toMatchObject({ requests: { sent: 10, answered: 10, refused: 0, failed: 0 }, goodput: 1, interTokenMs: { p50: 10 } })
  expect(point).toMatchObject({ promptTokens: 200, cachedTokens: 50, completionTokens: 110, oversaturated: false })
})

test('good is what was answered within the objectives, of all that were sent', () => {
  const requests: LoadedRequest[] = [
    answered(0, 50),
    answered(0, 150),
    { sentMs: 0, underWay: 3, outcome: { refused: 503 } },
    { sentMs: 0, underWay: 4, outcome: { failed: 'It hung up.' } },
  ]
  expect(measurePoint({ clients: 4 }, requests, objectives)).toMatchObject({
    goodput: 0.25,
    requests: { sent: 4, answered: 2, refused: 1, failed: 1 },
  })
})

const steadily = Array.from({ length: 20 }, (_, index) => answered(index * 50, 20 + (index % 3), 2 + (index % 2)))
const everMore = Array.from({ length: 20 }, (_, index) => answered(index * 50, 20 + index * 10, 2 + index))

test.each([
  { title: 'arrivals that are served as they come', requests: steadily, oversaturated: false },
  { title: 'ever more under way that wait ever longer', requests: everMore, oversaturated: true },
  {
    title: 'arrivals of which one is refused',
    requests: [...steadily, { sentMs: 1_000, underWay: 9, outcome: { refused: 503 } }],
    oversaturated: true,
  },
])('$title: $oversaturated', ({ requests, oversaturated }) => {
  expect(measurePoint({ requestsPerSecond: 20 }, requests, objectives).oversaturated).toBe(oversaturated)
})

test.each([
  { title: 'below the first that was too much', rates: [5, 10, 20, 40], over: [20, 40], knee: 10 },
  { title: 'the highest of all where none was too much', rates: [5, 10, 20], over: [], knee: 20 },
  { title: 'nowhere where all were too much', rates: [5, 10], over: [5, 10], knee: undefined },
  { title: 'not moved by one load that chance spoiled', rates: [5, 10, 20, 40, 80], over: [10, 80], knee: 40 },
  { title: 'not moved by one load that chance favoured', rates: [5, 10, 20, 40, 80], over: [10, 20, 80], knee: 5 },
])('the knee is $title', ({ rates, over, knee }) => {
  const points = rates.map((rate) => measurePoint({ requestsPerSecond: rate }, over.includes(rate) ? everMore : steadily, objectives))
  expect(findKnee(points.toReversed())?.load).toEqual(knee === undefined ? undefined : { requestsPerSecond: knee })
})

test('clients that wait have no knee', () => {
  expect(findKnee([measurePoint({ clients: 1 }, steadily, objectives)])).toBeUndefined()
})
