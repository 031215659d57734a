import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completeGrammar } from '../complete-grammar.ts'
import { parseGbnf } from '../gbnf/parse-gbnf.ts'
import { printGrammar } from '../gbnf/print-grammar.ts'
import { matchesGrammar, sampleGrammar } from '../gbnf/sample-grammar.ts'
import { SchemaFault } from '../grammar-fault.ts'
import { RuleBook } from '../rule-book.ts'
import { jsonSchemaToGrammar } from './json-schema-to-grammar.ts'

const ajv = new Ajv2020({ strict: false, validateFormats: true })
addFormats.default(ajv)

/** The grammar of a schema, as llama.cpp would read it. */
function grammarOf(schema: unknown) {
  const rules = new RuleBook()
  return parseGbnf(printGrammar(completeGrammar(rules.grammar, jsonSchemaToGrammar(schema, rules)))).grammar
}

const accepts = (schema: unknown, value: unknown) => matchesGrammar(grammarOf(schema), JSON.stringify(value))

function faultOf(schema: unknown): { pointer: string; problem: string } {
  try {
    grammarOf(schema)
  } catch (error) {
    if (error instanceof SchemaFault) return { pointer: error.pointer, problem: error.message }
    throw error
  }
  throw new Error('expected a fault, but the schema was taken')
}

// The pair of a schema and a value that meets it, in the order and spelling the grammar keeps.
type Case = { schema: unknown; value: unknown }
const range = (low: number, high: number) =>
  fc
    .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }))
    .map(([a, b]) => (a < b ? [a, b] : [b, a]) as [number, number])
const name = fc.constantFrom('a', 'ab', 'b', 'name with "quotes"', 'ключ', 'a/b~c', '')

const { schemaCase } = fc.letrec<{ schemaCase: Case; leaf: Case; object: Case; array: Case; combined: Case }>((tie) => ({
  schemaCase: fc.oneof({ maxDepth: 3, withCrossShrink: true }, tie('leaf'), tie('object'), tie('array'), tie('combined')),
  leaf: fc.oneof(
    fc.constantFrom<Case>(
      { schema: { type: 'null' }, value: null },
      { schema: { type: 'boolean' }, value: true },
      { schema: { type: ['string', 'null'] }, value: 'text' },
      { schema: { type: 'string', format: 'date' }, value: '2024-02-29' },
      { schema: { type: 'string', format: 'time' }, value: '23:59:59.5+01:00' },
      { schema: { type: 'string', format: 'date-time' }, value: '1999-12-31T00:00:00Z' },
      { schema: { type: 'string', format: 'uuid' }, value: '01234567-89ab-cdef-0123-456789ABCDEF' },
      { schema: { type: 'string', format: 'email' }, value: 'a.b+c@example.com' },
      { schema: { type: 'string', format: 'ipv4' }, value: '192.168.0.255' },
      { schema: { type: 'string', pattern: '^[A-Z]{2,3}-\\d+(?:\\.[^\\s"]*)?$' }, value: 'ABC-12.x' },
      { schema: { type: 'string', pattern: '^("|\\\\|\\n|[^a-y]|.)+$' }, value: '"\\\nz' },
      { schema: { type: 'integer' }, value: -12 },
      { schema: { type: 'number' }, value: 2.5 },
      { schema: { enum: ['x', 1, null, { deep: [true] }] }, value: { deep: [true] } },
      { schema: { type: 'string', enum: ['x', 1] }, value: 'x' },
      { schema: { const: 'a "constant"' }, value: 'a "constant"' },
      { schema: true, value: { any: [1, 'thing'] } },
    ),
    fc
      .record({ bounds: range(0, 300), text: fc.string({ unit: 'grapheme', maxLength: 5 }) })
      .map(({ bounds: [minLength, maxLength], text }): Case => {
        const value = [...text.repeat(maxLength), ...'x'.repeat(maxLength)].slice(0, minLength).join('')
        return { schema: { type: 'string', minLength, maxLength }, value }
      }),
    fc.record({ bounds: range(-100_000, 100_000), within: fc.nat() }).map(
      ({ bounds: [minimum, maximum], within }): Case => ({
        schema: { type: 'integer', minimum, maximum },
        value: minimum + (within % (maximum - minimum + 1)),
      }),
    ),
    fc.record({ bounds: range(-5000, 5000), places: fc.constantFrom(1, 10, 1000) }).map(
      ({ bounds: [low, high], places }): Case => ({
        schema: { type: 'number', minimum: low / places, maximum: high / places },
        value: high / places,
      }),
    ),
    fc.record({ low: fc.integer({ min: -500, max: 500 }), places: fc.constantFrom(1, 10, 1000) }).map(
      ({ low, places }): Case => ({
        schema: { type: 'number', exclusiveMinimum: low / places, exclusiveMaximum: (low + 1) / places },
        value: (low * 10 + 5) / (places * 10),
      }),
    ),
    fc.integer({ min: -500, max: 500 }).map((low): Case => ({ schema: { type: 'number', minimum: low / 100 }, value: (low + 300) / 100 })),
    fc.integer({ min: -500, max: 500 }).map((low): Case => ({ schema: { type: 'integer', exclusiveMinimum: low }, value: low + 1 })),
  ),
  object: fc
    .record({
      members: fc.uniqueArray(fc.tuple(name, tie('schemaCase'), fc.boolean()), { selector: ([key]) => key, maxLength: 4 }),
      additional: fc.option(tie('schemaCase'), { nil: undefined }),
      closed: fc.boolean(),
      extraName: fc.constantFrom('z', 'abc', 'nam'),
    })
    .map(({ members, additional, closed, extraName }): Case => {
      const keep = (index: number, required: boolean) => required || index % 2 === 0
      return {
        schema: {
          type: 'object',
          properties: Object.fromEntries(members.map(([key, { schema }]) => [key, schema])),
          required: members.filter(([, , required]) => required).map(([key]) => key),
          ...(closed ? { additionalProperties: false } : additional && { additionalProperties: additional.schema }),
        },
        value: Object.fromEntries([
          ...members.filter(([, , required], index) => keep(index, required)).map(([key, { value }]) => [key, value]),
          ...(!closed && additional ? [[extraName, additional.value]] : []),
        ]),
      }
    }),
  array: fc
    .record({ first: fc.array(tie('schemaCase'), { maxLength: 2 }), items: tie('schemaCase'), bounds: range(0, 4), more: fc.nat(3) })
    .map(({ first, items, bounds: [minItems, maxItems], more }): Case => {
      const length = Math.min(minItems + more, maxItems)
      return {
        schema: {
          type: 'array',
          ...(first.length > 0 && { prefixItems: first.map(({ schema }) => schema) }),
          items: items.schema,
          minItems,
          maxItems,
        },
        value: Array.from({ length }, (_, index) => (first[index] ?? items).value),
      }
    }),
  combined: fc.oneof(
    fc
      .array(tie('schemaCase'), { minLength: 1, maxLength: 3 })
      .map((cases): Case => ({ schema: { anyOf: cases.map(({ schema }) => schema) }, value: cases[0]?.value })),
    fc
      .tuple(tie('object'), tie('array'))
      .map(([one, other]): Case => ({ schema: { oneOf: [one.schema, other.schema] }, value: other.value })),
    tie('schemaCase').map(({ schema, value }): Case => ({ schema: { allOf: [true, schema], description: 'joined' }, value })),
    fc.tuple(tie('schemaCase'), tie('schemaCase')).map(
      ([one, other]): Case => ({
        schema: {
          allOf: [
            { type: 'object', properties: { kind: { const: 'k' }, one: one.schema }, required: ['kind'] },
            { type: 'object', properties: { one: true, other: other.schema }, required: ['other', 'one'] },
          ],
        },
        value: { kind: 'k', one: one.value, other: other.value },
      }),
    ),
  ),
}))

test('every text of a grammar meets its schema, and values that meet the schema are matched', () => {
  fc.assert(
    fc.property(
      schemaCase,
      fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
      ({ schema, value }, randoms) => {
        const validate = ajv.compile(schema as object)
        expect(validate(value), JSON.stringify(value)).toBe(true)
        const grammar = grammarOf(schema)
        expect(matchesGrammar(grammar, JSON.stringify(value)), `${JSON.stringify(schema)} ${JSON.stringify(value)}`).toBe(true)
        for (let count = 0; count < 5; count++) {
          const text = sampleGrammar(grammar, () => randoms.next().value)
          expect(validate(JSON.parse(text)), `${JSON.stringify(schema)} gave ${text}: ${ajv.errorsText(validate.errors)}`).toBe(true)
        }
      },
    ),
    { numRuns: 200 },
  )
})

test.each([
  { title: 'white space', schema: true, text: '{"a": [1, 2]}', matched: true },
  { title: 'two spaces', schema: true, text: '[1,  2]', matched: false },
  { title: 'a trailing line end', schema: true, text: '1\n', matched: false },
  { title: 'an undeclared member', schema: { properties: { a: true } }, text: '{"b":1}', matched: false },
  { title: 'a member out of order', schema: { properties: { a: true, b: true } }, text: '{"b":1,"a":1}', matched: false },
  {
    title: 'a declared name in disguise',
    schema: { properties: { a: { const: 1 } }, additionalProperties: true },
    text: '{"\\u0061":2}',
    matched: false,
  },
  {
    title: 'a name that begins like a declared one',
    schema: { properties: { ab: { const: 1 } }, additionalProperties: true },
    text: '{"a":2,"abc":3}',
    matched: true,
  },
  { title: 'a forbidden name', schema: { properties: { a: false }, additionalProperties: true }, text: '{"a":2}', matched: false },
  { title: 'a required name that is not declared', schema: { type: 'object', required: ['a'] }, text: '{}', matched: false },
  { title: 'half a character', schema: { type: 'string' }, text: '"\\ud83d"', matched: false },
  { title: 'a nullable text', schema: { type: 'string', nullable: true }, text: 'null', matched: true },
  { title: 'a date that never was', schema: { format: 'date', type: 'string' }, text: '"2023-02-29"', matched: false },
  { title: 'the leap day of a full century', schema: { format: 'date', type: 'string' }, text: '"1900-02-29"', matched: false },
  { title: 'a number at an excluded bound', schema: { type: 'number', exclusiveMaximum: 1 }, text: '1.0', matched: false },
  { title: 'a number just inside', schema: { type: 'number', minimum: 0, exclusiveMaximum: 1 }, text: '0.999', matched: true },
  {
    title: 'a text of 5,000 characters',
    schema: { type: 'string', maxLength: 5000 },
    text: JSON.stringify('x'.repeat(5000)),
    matched: true,
  },
  {
    title: 'a text of 5,001 characters',
    schema: { type: 'string', maxLength: 5000 },
    text: JSON.stringify('x'.repeat(5001)),
    matched: false,
  },
])('$title is matched: $matched', ({ schema, text, matched }) => {
  expect(matchesGrammar(grammarOf(schema), text)).toBe(matched)
})

test('a schema that refers to itself is kept at every depth', () => {
  const schema = {
    $ref: '#/$defs/node',
    $defs: {
      node: {
        type: 'object',
        properties: { name: { type: 'string' }, next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } },
        required: ['name', 'next'],
      },
    },
  }
  expect(accepts(schema, { name: 'a', next: { name: 'b', next: null } })).toBe(true)
  expect(accepts(schema, { name: 'a', next: { name: 'b' } })).toBe(false)
})

test.each([
  { schema: { type: 'object', properties: { a: { not: {} } } }, pointer: '#/properties/a/not', problem: '"not" is not supported' },
  { schema: { properties: { 'a/b': { items: { if: true } } } }, pointer: '#/properties/a~1b/items/if', problem: '"if"' },
  { schema: { type: 'array', uniqueItems: true }, pointer: '#/uniqueItems', problem: 'not supported' },
  { schema: { type: 'string', format: 'iri' }, pointer: '#/format', problem: '"iri"' },
  { schema: { type: 'string', pattern: 'a' }, pointer: '#/pattern', problem: 'begin with ^' },
  { schema: { type: 'string', pattern: '^a|b$' }, pointer: '#/pattern', problem: 'around all' },
  { schema: { type: 'string', pattern: '^(?=a)b$' }, pointer: '#/pattern', problem: '(?=a)' },
  { schema: { type: 'string', pattern: '^(a)\\1$' }, pointer: '#/pattern', problem: '\\1' },
  { schema: { type: 'string', pattern: '^(a$' }, pointer: '#/pattern', problem: 'Unterminated group' },
  { schema: { type: 'string', pattern: '^a$', minLength: 2 }, pointer: '#/minLength', problem: '"pattern"' },
  { schema: { type: 'number', multipleOf: 0.01 }, pointer: '#/multipleOf', problem: 'only 1' },
  { schema: { type: 'number', minimum: 1e-9 }, pointer: '#', problem: 'significant digits' },
  { schema: { oneOf: [{ type: 'integer' }, { type: 'number' }] }, pointer: '#/oneOf', problem: 'may both hold' },
  {
    schema: { oneOf: [{ type: 'object' }, { type: 'object', properties: { a: { const: 1 } } }] },
    pointer: '#/oneOf',
    problem: 'may both hold',
  },
  { schema: { allOf: [{ type: 'string', pattern: '^a$' }, { pattern: '^b$' }] }, pointer: '#', problem: 'two different "pattern"' },
  { schema: { allOf: [{ type: 'string' }, { type: 'number' }] }, pointer: '#', problem: 'no value meets it' },
  { schema: { type: 'integer', minimum: 2, maximum: 1 }, pointer: '#', problem: 'no value meets it' },
  { schema: { enum: [] }, pointer: '#', problem: 'no value meets it' },
  { schema: { $ref: 'https://example.com/schema' }, pointer: '#/$ref', problem: 'inside the schema' },
  { schema: { $ref: '#/$defs/missing' }, pointer: '#/$ref', problem: 'names no schema' },
  { schema: { allOf: [{ $ref: '#' }] }, pointer: /allOf/, problem: 'deep' },
  { schema: { type: 'text' }, pointer: '#/type', problem: '' },
  { schema: { properties: { a: 1 } }, pointer: '#/properties/a', problem: 'object or a boolean' },
  { schema: { properties: JSON.parse('{"__proto__":{}}') }, pointer: '#/properties/__proto__', problem: 'not supported' },
  { schema: 7, pointer: '#', problem: 'object or a boolean' },
])('$schema is refused by name', ({ schema, pointer, problem }) => {
  const fault = faultOf(schema)
  if (typeof pointer === 'string') expect(fault.pointer).toBe(pointer)
  else expect(fault.pointer).toMatch(pointer)
  expect(fault.problem).toContain(problem)
})

test('tagged unions are told apart by their constant', () => {
  const shape = (kind: string, field: string) => ({
    type: 'object',
    properties: { kind: { const: kind }, [field]: { type: 'number' } },
    required: ['kind', field],
  })
  const schema = { oneOf: [shape('circle', 'radius'), shape('square', 'side')] }
  expect(accepts(schema, { kind: 'square', side: 2 })).toBe(true)
  expect(accepts(schema, { kind: 'square', radius: 2 })).toBe(false)
})

test.each([
  { title: 'nested deep', schema: JSON.parse(`${'{"items":'.repeat(5000)}true${'}'.repeat(5000)}`) },
  {
    title: 'joined over and over',
    schema: {
      $defs: {
        ...Object.fromEntries(
          Array.from({ length: 40 }, (_, index) => [
            `d${index}`,
            { allOf: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}` }] },
          ]),
        ),
        d40: {},
      },
      allOf: [{ $ref: '#/$defs/d0' }],
    },
  },
  {
    title: 'with nested repetitions',
    schema: { type: 'array', maxItems: 2000, items: { type: 'array', maxItems: 2000, items: { type: 'string', maxLength: 10_000_000 } } },
  },
  { title: 'that must hold itself', schema: { type: 'object', properties: { next: { $ref: '#' } }, required: ['next'] } },
  { title: 'that is nothing but itself', schema: { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } } },
])('a schema $title is refused instead of filling the memory', ({ schema }) => {
  expect(() => grammarOf(schema)).toThrow(expect.objectContaining({ name: expect.stringMatching(/^(Schema|Grammar)Fault$/) }))
})
