import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { findConfigFaults } from '../faults/find-config-faults.ts'
import { configJsonSchema } from './config-json-schema.ts'

const accepts = new Ajv({ strict: false }).compile(configJsonSchema())
const model = { id: 'a', path: 'a.gguf' }

test.each([
  { models: [model] },
  { $schema: 'https://example.org/honestai.schema.json', models: [{ ...model, slots: 2 }], server: { allowedOrigins: ['https://a.b'] } },
  {},
  { models: [] },
  { models: [{ ...model, slots: '2' }] },
  { models: [model], server: { port: -1 } },
  { models: [model], sever: {} },
  { models: [model], server: { allowedOrigins: ['*'] } },
])('an editor and the server judge %j alike', (value) => {
  expect(accepts(value)).toBe(findConfigFaults(value).length === 0)
})

test('every key says what it is for', () => {
  const { properties = {} } = configJsonSchema()
  for (const [name, schema] of Object.entries({ ...properties.server?.properties, ...properties.models?.items?.properties })) {
    expect(schema.description, name).toMatch(/\S.*\.$/)
  }
})
