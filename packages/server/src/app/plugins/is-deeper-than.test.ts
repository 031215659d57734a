import { expect, test } from 'vitest'
import { isDeeperThan } from './json-body.ts'

test.each([
  { value: 'text', depth: 0 },
  { value: null, depth: 0 },
  { value: [], depth: 1 },
  { value: { a: 1, b: { c: [2] } }, depth: 3 },
  { value: [[], [[]], []], depth: 3 },
])('$value is $depth deep', ({ value, depth }) => {
  expect(isDeeperThan(value, depth)).toBe(false)
  if (depth > 0) expect(isDeeperThan(value, depth - 1)).toBe(true)
})
