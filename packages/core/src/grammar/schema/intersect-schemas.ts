import { isDeepStrictEqual } from 'node:util'
import type { FlatSchema } from './read-schema.ts'
import type { Schema, TypeName } from './schema-keywords.ts'

/** What both schemas allow, or the keyword that cannot be joined. Schemas inside are joined by `allOf`, when they are reached. */
export function intersectSchemas(left: FlatSchema, right: FlatSchema): FlatSchema | { conflict: string } {
  const clash = singular.find(
    (keyword) => left[keyword] !== undefined && right[keyword] !== undefined && !isDeepStrictEqual(left[keyword], right[keyword]),
  )
  if (clash) return { conflict: clash }
  // The items of one would hold for the first items of the other too.
  if ((left.prefixItems && right.items !== undefined) || (right.prefixItems && left.items !== undefined)) return { conflict: 'prefixItems' }
  return withoutUndefined({
    ...left,
    ...right,
    ...joinedProperties(left, right),
    types: commonTypes(left.types, right.types),
    enum: both(left.enum, right.enum, (a, b) => a.filter((value) => b.some((other) => isDeepStrictEqual(value, other)))),
    required: both(left.required, right.required, (a, b) => [...new Set([...a, ...b])]),
    items: both(left.items, right.items, bothSchemas),
    minItems: both(left.minItems, right.minItems, Math.max),
    maxItems: both(left.maxItems, right.maxItems, Math.min),
    minLength: both(left.minLength, right.minLength, Math.max),
    maxLength: both(left.maxLength, right.maxLength, Math.min),
    minimum: both(left.minimum, right.minimum, Math.max),
    maximum: both(left.maximum, right.maximum, Math.min),
    exclusiveMinimum: both(left.exclusiveMinimum, right.exclusiveMinimum, Math.max),
    exclusiveMaximum: both(left.exclusiveMaximum, right.exclusiveMaximum, Math.min),
  })
}

/** Keywords of which a schema has one only, and which are not joined unless they are equal. */
const singular = ['anyOf', 'oneOf', 'pattern', 'format', 'prefixItems', 'propertyNames'] as const

const bothSchemas = (left: Schema, right: Schema): Schema => ({ allOf: [left, right] })

const both = <Value>(left: Value | undefined, right: Value | undefined, join: (left: Value, right: Value) => Value): Value | undefined =>
  left === undefined ? right : right === undefined ? left : join(left, right)

function commonTypes(left: readonly TypeName[], right: readonly TypeName[]): TypeName[] {
  const allows = (types: readonly TypeName[], type: TypeName) => types.includes(type) || (type === 'integer' && types.includes('number'))
  return [...new Set([...left, ...right])].filter((type) => allows(left, type) && allows(right, type))
}

// A property that one side does not name is, for that side, an additional one.
function joinedProperties(left: FlatSchema, right: FlatSchema): Pick<FlatSchema, 'properties' | 'additionalProperties'> {
  const additionalProperties = both(left.additionalProperties, right.additionalProperties, bothSchemas)
  if (!left.properties && !right.properties) return { additionalProperties }
  const names = new Set([...Object.keys(left.properties ?? {}), ...Object.keys(right.properties ?? {})])
  const ruleFor = (side: FlatSchema, name: string) =>
    side.properties && Object.hasOwn(side.properties, name) ? side.properties[name] : side.additionalProperties
  const properties = Object.fromEntries(
    [...names].map((name) => [name, both(ruleFor(left, name), ruleFor(right, name), bothSchemas) ?? true]),
  )
  return { properties, additionalProperties }
}

const withoutUndefined = (schema: FlatSchema): FlatSchema =>
  Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined)) as FlatSchema
