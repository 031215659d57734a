import { expect, test } from 'vitest'
import { exitCodeOf, type JudgedFigure, runScenarios } from './run-scenarios.ts'
import type { Scenario } from './scenario.ts'
import type { Figure } from './statistics/figure.ts'

const status = { show: () => {}, say: () => {} }
const figure = (estimate: number): Figure => ({
  name: 'speed',
  model: 'canary',
  unit: '',
  value: { estimate, low: estimate, high: estimate },
  target: { atLeast: 1 },
  samples: {},
})
const scenario = (id: string, measure: Scenario['measure']): Scenario => ({
  id,
  about: `About ${id}.`,
  weights: ['canary'],
  rounds: 7,
  measure,
})

async function run(...scenarios: Scenario[]): Promise<JudgedFigure[]> {
  return Array.fromAsync(runScenarios({ scenarios, status }))
}

test('what breaks a scenario becomes a figure that was not measured, and the next one runs', async () => {
  const broken = scenario('broken', async function* () {
    yield figure(2)
    throw new Error('no reference')
  })
  const sound = scenario('sound', async function* ({ rounds, config }) {
    yield { ...figure(rounds), model: config.id }
  })
  expect(await run(broken, sound)).toMatchObject([
    { scenario: 'broken', verdict: 'reached' },
    { scenario: 'broken', verdict: 'not-measured', missing: 'no reference', name: 'About broken.' },
    { scenario: 'sound', verdict: 'reached', model: 'canary', value: { estimate: 7 } },
  ])
})

test.each([
  { verdicts: ['reached', 'information'], code: 0 },
  { verdicts: ['reached', 'missed', 'not-measured'], code: 1 },
  { verdicts: ['reached', 'undecided'], code: 2 },
  { verdicts: ['not-measured'], code: 2 },
  { verdicts: [], code: 2 },
] as const)('$verdicts end with $code', ({ verdicts, code }) => {
  expect(exitCodeOf(verdicts.map((verdict) => ({ ...figure(1), scenario: 'one', verdict })))).toBe(code)
})
