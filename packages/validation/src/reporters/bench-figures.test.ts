import { expect, test } from 'vitest'
import { sampleResult } from '../../__fixtures__/sample-result.ts'
import type { JudgedFigure } from '../bench/run-scenarios.ts'
import { renderFigures } from './bench-figures.ts'

const figures: JudgedFigure[] = [
  {
    scenario: 'decode',
    name: 'decode speed',
    model: 'canary',
    unit: '',
    value: { estimate: 0.93456, low: 0.912, high: 0.951 },
    target: { atLeast: 0.9, goal: 0.95 },
    samples: {},
    verdict: 'reached',
  },
  {
    scenario: 'decode',
    name: 'speed',
    model: 'canary',
    unit: 'tokens/s',
    value: { estimate: 1234.5, low: 1200, high: 1300 },
    samples: {},
    verdict: 'information',
  },
  {
    scenario: 'livez',
    name: 'probes',
    model: 'canary',
    missing: 'no reference: run pnpm bench reference\nat somewhere',
    verdict: 'not-measured',
  },
]

test('each figure is a row with its interval, its target and its verdict', () => {
  const text = renderFigures({
    title: 'Bench: engine',
    at: '2026-01-01T00:00:00Z',
    environment: sampleResult().environment,
    figures,
    exitCode: 2,
  })
  expect(text).toContain('| decode speed | canary | 0.935 (0.912 to 0.951) | ≥ 0.9, goal 0.95 | reached |')
  expect(text).toContain('| speed | canary | 1235 (1200 to 1300) tokens/s |  |  |')
  expect(text).toContain('| probes | canary | no reference: run pnpm bench reference |  | not-measured |')
})
