import { expect, test } from 'vitest'
import { overBudget } from './size-budget.ts'

test('a package within its budget is fine', () => {
  expect(overBudget([{ name: '@honestai/core', bytes: 320_000 }])).toEqual([])
})

test.each([
  {
    title: 'one that weighs more',
    name: '@honestai/core',
    bytes: 320_001,
    says: /320001 bytes packed, 1 more than its budget.*raise the budget/,
  },
  { title: 'one without a budget', name: '@honestai/new', bytes: 1, says: /has no budget: give it one/ },
])('$title is told, with what to do', ({ name, bytes, says }) => {
  expect(overBudget([{ name, bytes }])).toEqual([expect.stringMatching(says)])
})
