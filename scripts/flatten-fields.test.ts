import { expect, test } from 'vitest'
import { flattenFields } from './flatten-fields.ts'

const text = { type: 'string' }
const schema = {
  properties: {
    model: { ...text, description: 'Its id.' },
    messages: {
      type: 'array',
      items: {
        oneOf: [
          { properties: { role: { type: 'string', const: 'user' }, content: text }, required: ['role', 'content'] },
          { properties: { role: { type: 'string', const: 'tool' }, id: text }, required: ['role', 'id'] },
        ],
      },
    },
    format: { anyOf: [{ type: 'object', properties: { inner: { type: 'object', properties: { name: text } } } }, { type: 'null' }] },
    user: { description: 'Changes nothing.' },
  },
  required: ['model'],
}

test('fields stand with their type, whether they are required, and what they are for', () => {
  expect(flattenFields(schema, 1)).toEqual([
    { name: 'model', type: 'text', required: true, description: 'Its id.' },
    { name: 'messages', type: 'list of anything', required: false, description: '' },
    { name: 'format', type: 'object or `null`', required: false, description: '' },
    { name: 'user', type: '', required: false, description: 'Changes nothing.' },
  ])
})

test.each([
  { levels: 1, names: ['model', 'messages', 'format', 'user'] },
  { levels: 2, names: ['model', 'messages', 'messages[].role', 'messages[].content', 'messages[].id', 'format', 'format.inner', 'user'] },
])('$levels levels reach $names', ({ levels, names }) => {
  expect(flattenFields(schema, levels).map(({ name }) => name)).toEqual(names)
})

test('of several shapes only what all demand is required', () => {
  const rows = flattenFields(schema, 2)
  expect(rows.filter(({ required }) => required).map(({ name }) => name)).toEqual(['model', 'messages[].role'])
  expect(rows.find(({ name }) => name === 'messages[].role')?.type).toBe('`"user"` or `"tool"`')
})
