import { expect, test } from 'vitest'
import { applyChanges, StaleChange } from './apply-changes.ts'

const files: Record<string, string> = { 'a.ts': 'one two one', 'b.ts': 'three' }
const read = (file: string) => {
  const text = files[file]
  if (text === undefined) throw new Error('ENOENT')
  return text
}

test('changes build on each other, and dollar signs stay as they are', () => {
  const changed = applyChanges(
    [
      { file: 'a.ts', find: 'two', replace: "$& and $'" },
      { file: 'b.ts', find: 'three', replace: '' },
      { file: 'a.ts', find: '$& and', replace: 'two and' },
    ],
    read,
  )
  expect([...changed]).toEqual([
    ['a.ts', "one two and $' one"],
    ['b.ts', ''],
  ])
})

test.each([
  { title: 'a text that is gone', change: { file: 'a.ts', find: 'four', replace: '' }, says: 'holds this text 0 times' },
  { title: 'a text that stands twice', change: { file: 'a.ts', find: 'one', replace: '' }, says: 'holds this text 2 times' },
  { title: 'a file that is gone', change: { file: 'c.ts', find: 'one', replace: '' }, says: 'c.ts is not there' },
])('$title makes a change stale', ({ change, says }) => {
  expect(() => applyChanges([change], read)).toThrow(StaleChange)
  expect(() => applyChanges([change], read)).toThrow(says)
})
