import { expect, test } from 'vitest'
import { readJson } from './read-json.ts'
import { plainOf } from './text.ts'
import { plainLayout, toJson } from './to-json.ts'

test.each(['{"id": 2512292042121000001, "10": 1.0, "2": 2}', '{"__proto__": 1, "a": {"b": [true, null, -0.5]}}', '"a \\u0001 é 🦊"', '[]'])(
  '%s comes out as it went in',
  (text) => {
    expect(plainOf(toJson(readJson(text, false), plainLayout))).toBe(text)
  },
)

test.each(['', '{', '{"a" 1}', '[1,]', '01', 'nul', '{} {}', "{'a': 1}"])('%s is no JSON', (text) => {
  expect(() => readJson(text, false)).toThrow()
})
