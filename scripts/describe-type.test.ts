import { expect, test } from 'vitest'
import { describeType, type SchemaPart } from './describe-type.ts'

const cases: { schema: SchemaPart; unit?: string; words: string }[] = [
  { schema: {}, words: 'anything' },
  { schema: { type: 'string' }, words: 'text' },
  { schema: { type: 'boolean' }, words: '`true` or `false`' },
  { schema: { type: 'integer', minimum: 1, maximum: 64 }, words: 'whole number, 1 to 64' },
  { schema: { type: 'integer', exclusiveMinimum: 0, maximum: Number.MAX_SAFE_INTEGER }, words: 'whole number, at least 1' },
  { schema: { type: 'number', exclusiveMinimum: 0, maximum: 1 }, words: 'number, above 0, at most 1' },
  { schema: { type: 'number', minimum: 0 }, unit: 'seconds', words: 'number of seconds, at least 0' },
  { schema: { type: 'string', enum: ['a', 'b'] }, words: '`"a"` or `"b"`' },
  { schema: { type: 'number', const: -1 }, words: '`-1`' },
  { schema: { anyOf: [{ type: 'null' }, { type: 'string' }, { type: 'string', const: 'a' }] }, words: 'text, `"a"` or `null`' },
  { schema: { anyOf: [{ type: 'number', minimum: 0 }, { type: 'null' }] }, words: 'number, at least 0; or `null`' },
  { schema: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, words: 'whole number' },
  { schema: { type: ['boolean', 'null'] }, words: '`true`, `false` or `null`' },
  { schema: { type: 'array', minItems: 2, maxItems: 256, items: { type: 'string' } }, words: 'list of texts (2 to 256)' },
  { schema: { type: 'array', minItems: 1, items: { type: 'object' } }, words: 'list of objects (at least 1)' },
  { schema: { type: 'object', additionalProperties: { type: 'number', minimum: -1 } }, words: 'object, each value number, at least -1' },
  { schema: { type: 'array', items: { type: 'integer', minimum: 0 } }, words: 'list of whole numbers, at least 0' },
  { schema: { type: 'array', items: { type: ['string', 'object'] } }, words: 'list of items, each text or object' },
  { schema: { type: 'array', items: {} }, words: 'list of anything' },
  { schema: { type: 'object', additionalProperties: {} }, words: 'object' },
]

test.each(cases)('$schema is told as "$words"', ({ schema, unit, words }) => {
  expect(describeType(schema, unit)).toBe(words)
})
