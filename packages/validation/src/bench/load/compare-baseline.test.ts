import { expect, test } from 'vitest'
import { sampleResult } from '../../../__fixtures__/sample-result.ts'
import { judgeFigure } from '../statistics/figure.ts'
import { compareBaseline, incomparable } from './compare-baseline.ts'
import type { LoadPoint, LoadReport } from './load-report.ts'
import { measurePoint } from './plan/measure-point.ts'

const objectives = { firstTokenMs: 100, perOutputTokenMs: 20 }

const report = (speeds: readonly number[], over: Partial<LoadReport> = {}): LoadReport => ({
  schemaVersion: 1,
  at: '2026-11-26T00:00:00.000Z',
  environment: sampleResult().environment,
  target: { model: 'canary', sha256: 'a', slots: 8 },
  shape: { promptWords: 40, answerTokens: 32, sharedWords: 0 },
  objectives,
  points: speeds.map((outputTokensPerSecond): LoadPoint => ({ ...measurePoint({ clients: 4 }, [], objectives), outputTokensPerSecond })),
  kneeRequestsPerSecond: null,
  ...{ loadTimes: null, memory: null, mixed: null },
  ...over,
})

const steady = [100, 101, 99, 100, 102, 98, 100]

test.each([
  { title: 'as fast', speeds: [100, 99, 101, 100, 100, 101, 99], verdict: 'reached' },
  { title: 'a fifth slower', speeds: [80, 81, 79, 80, 82, 80, 80], verdict: 'missed' },
  { title: 'too few rounds', speeds: [80, 80, 80], verdict: 'undecided' },
  { title: 'too noisy', speeds: [60, 140, 95, 90, 120, 70, 96], verdict: 'undecided' },
])('$title: $verdict', ({ speeds, verdict }) => {
  const [figure] = compareBaseline(report(speeds), report(steady), 0.05)
  expect(figure && judgeFigure(figure)).toBe(verdict)
})

test('only like is compared with like, and what differs is named', () => {
  expect(incomparable(report(steady), report(steady))).toEqual([])
  const other = report(steady, { target: { model: 'canary', sha256: 'b', slots: 4 } })
  expect(incomparable(report(steady), other)).toEqual(['sha256', 'slots'])
  const elsewhere = report(steady, { environment: { ...sampleResult().environment, cpu: 'another', cores: 64 } })
  expect(incomparable(report(steady), elsewhere)).toEqual(['cpu', 'cores'])
})
