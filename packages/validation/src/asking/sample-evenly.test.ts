import { expect, test } from 'vitest'
import { sampleEvenly } from './sample-evenly.ts'

test('every group gets its turn', () => {
  expect(sampleEvenly(['a1', 'a2', 'a3', 'b1', 'c1', 'c2'], (item) => item[0] ?? '', 5)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2'])
})
