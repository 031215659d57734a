import { expect, test } from 'vitest'
import { HangLimit } from './hang-detector.ts'

test('the limit is ten of the longest step, never less than its base, and forgets steps after 32 more', () => {
  const limit = new HangLimit(1_000)
  limit.note(50)
  expect(limit.ms).toBe(1_000)
  limit.note(500)
  for (let step = 0; step < 31; step++) limit.note(50)
  expect(limit.ms).toBe(5_000)
  limit.note(50)
  expect(limit.ms).toBe(1_000)
})
