import { expect, test } from 'vitest'
import { quantile } from './summarise.ts'

test.each([
  { values: [1, 2, 3], share: 0.5, is: 2 },
  { values: [1, 2], share: 0.5, is: 1.5 },
  { values: [7], share: 0.95, is: 7 },
  { values: [0, 10], share: 0.05, is: 0.5 },
])('$share of $values is $is', ({ values, share, is }) => {
  expect(quantile(values, share)).toBe(is)
})
