import { z } from 'zod'

const schema = z.union([z.boolean(), z.record(z.string(), z.unknown())], { error: 'expected an object or a boolean' })
const schemaMap = z.record(z.string(), schema, { error: 'expected an object of schemas' })
const schemaList = z.array(schema, { error: 'expected an array of schemas' }).min(1, 'expected at least one schema')
const count = z.int('expected a whole number').nonnegative('expected a number of at least 0')
const bound = z.number('expected a number')
const annotation = z.unknown()

/** The types of JSON Schema. */
export const typeNames = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'] as const

/** A type of JSON Schema. */
export type TypeName = (typeof typeNames)[number]

const typeName = z.enum(typeNames, { error: `expected one of ${typeNames.join(', ')}` })

/** The keywords of one schema that a grammar can keep to. The schemas inside are read when they are reached. */
export const schemaKeywords = z.strictObject({
  $ref: z.string('expected a text').optional(),
  $defs: annotation.optional(),
  definitions: annotation.optional(),
  allOf: schemaList.optional(),
  anyOf: schemaList.optional(),
  oneOf: schemaList.optional(),
  type: z.union([typeName, z.array(typeName)]).optional(),
  nullable: z.boolean('expected true or false').optional(),
  enum: z.array(z.unknown(), { error: 'expected an array' }).optional(),
  const: z.unknown().optional(),
  properties: schemaMap.optional(),
  required: z.array(z.string(), { error: 'expected an array of names' }).optional(),
  additionalProperties: schema.optional(),
  propertyNames: schema.optional(),
  items: schema.optional(),
  prefixItems: schemaList.optional(),
  minItems: count.optional(),
  maxItems: count.optional(),
  uniqueItems: z.literal(false, { error: 'true is not supported' }).optional(),
  minLength: count.optional(),
  maxLength: count.optional(),
  pattern: z.string('expected a text').optional(),
  format: z.string('expected a text').optional(),
  minimum: bound.optional(),
  maximum: bound.optional(),
  exclusiveMinimum: bound.optional(),
  exclusiveMaximum: bound.optional(),
  multipleOf: z.literal(1, { error: 'only 1 is supported' }).optional(),
})

/** One schema of which every keyword is supported. */
export type SchemaKeywords = z.infer<typeof schemaKeywords>

/** A schema as it is inside another, not read yet. */
export type Schema = z.infer<typeof schema>

/** Keywords that say something to people only. */
export const annotations: ReadonlySet<string> = new Set([
  '$schema',
  '$comment',
  'title',
  'description',
  'default',
  'example',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
])
