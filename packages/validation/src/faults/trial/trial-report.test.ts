import { expect, test } from 'vitest'
import { exitCodeOf, renderTrial, renderTrials } from './trial-report.ts'
import type { Trial } from './try-faults.ts'

const trial = (verdict: Trial['verdict']): Trial => ({
  check: 'health/probes',
  fault: 'It lies.',
  verdict,
  reason: 'Because.',
  durationMs: 1_500,
})

test.each([
  { title: 'all caught', trials: [trial('caught'), trial('caught')], exitCode: 0 },
  { title: 'one missed', trials: [trial('caught'), trial('missed'), trial('unsound')], exitCode: 1 },
  { title: 'one untried', trials: [trial('caught'), trial('untried')], exitCode: 2 },
  { title: 'one unsound', trials: [trial('untried'), trial('unsound')], exitCode: 3 },
  { title: 'a gap in the table', trials: [], gaps: ['A check has no fault.'], exitCode: 3 },
  { title: 'an interruption', trials: [trial('caught')], interrupted: 'SIGINT', exitCode: 3 },
])('$title ends with $exitCode', ({ trials, gaps = [], interrupted = null, exitCode }) => {
  expect(exitCodeOf(trials, gaps, interrupted)).toBe(exitCode)
})

test('only what was not caught needs its reason', () => {
  expect(renderTrial(trial('caught'))).not.toContain('Because.')
  expect(renderTrial(trial('missed'))).toContain('missed: Because.')
})

test('the end counts every verdict and names the gaps', () => {
  const text = renderTrials([trial('caught'), trial('missed'), trial('untried')], ['A check has no fault.'], 1)
  expect(text).toContain('1 caught, 1 missed, 1 could not be tried here, 0 tried in vain. Exit code 1.')
  expect(text).toContain('A check has no fault.')
})
