import { expect, test } from 'vitest'
import { ignoredFields } from './ignored-fields.ts'

test.each([
  { input: { a: 1 }, parsed: { a: 1 }, ignored: [] },
  { input: { a: 1, b: 2 }, parsed: { a: 1 }, ignored: ['b'] },
  { input: { list: [{ a: 1, b: 2 }, { b: 3 }] }, parsed: { list: [{ a: 1 }, {}] }, ignored: ['list[].b'] },
  { input: { a: { b: { c: 1 } } }, parsed: { a: { b: {} } }, ignored: ['a.b.c'] },
  { input: JSON.parse('{"__proto__": {"a": 1}}'), parsed: {}, ignored: ['__proto__'] },
])('of $input, where $parsed is known, $ignored is ignored', ({ input, parsed, ignored }) => {
  expect(ignoredFields(input, parsed)).toEqual(ignored)
})
