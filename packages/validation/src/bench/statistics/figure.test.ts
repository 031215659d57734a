import { expect, test } from 'vitest'
import { type Figure, judgeFigure } from './figure.ts'

const figure = (low: number, high: number, target?: Figure['target']): Figure => ({
  name: 'decode speed',
  model: 'canary',
  unit: '',
  value: { estimate: (low + high) / 2, low, high },
  ...(target && { target }),
  samples: {},
})

test.each([
  { low: 0.91, high: 0.99, target: { atLeast: 0.9 }, verdict: 'reached' },
  { low: 0.8, high: 0.89, target: { atLeast: 0.9 }, verdict: 'missed' },
  { low: 0.8, high: 0.95, target: { atLeast: 0.9 }, verdict: 'undecided' },
  { low: 1, high: 2, target: { atMost: 2 }, verdict: 'reached' },
  { low: 2.1, high: 3, target: { atMost: 2 }, verdict: 'missed' },
  { low: 1, high: 3, target: { atMost: 2 }, verdict: 'undecided' },
  { low: 1, high: 3, target: undefined, verdict: 'information' },
  { low: Number.NaN, high: Number.NaN, target: { atMost: 2 }, verdict: 'not-measured' },
])('$low to $high against $target is $verdict', ({ low, high, target, verdict }) => {
  expect(judgeFigure(figure(low, high, target))).toBe(verdict)
})

test('what could not be measured is never reached', () => {
  expect(judgeFigure({ name: 'decode speed', model: 'canary', missing: 'no reference' })).toBe('not-measured')
})
