import { isDeepStrictEqual } from 'node:util'
import { type FlatSchema, typeOf } from './read-schema.ts'
import type { Schema, TypeName } from './schema-keywords.ts'
import type { SchemaReader } from './schema-reader.ts'

/**
 * Whether no value can meet both schemas, as far as can be seen: by their types, by their values, or by a required
 * property whose values differ.
 */
export function areDisjoint(reader: SchemaReader, left: Schema, right: Schema, pointer: string): boolean {
  const [first, second] = [reader.flatten(left, pointer), reader.flatten(right, pointer)]
  if (typeof first === 'boolean' || typeof second === 'boolean') return first === false || second === false
  const [firstTypes, secondTypes] = [possibleTypes(first), possibleTypes(second)]
  if (!firstTypes.some((type) => secondTypes.some((other) => overlap(type, other)))) return true
  if (first.enum && second.enum && !shareValue(first.enum, second.enum)) return true
  const areObjects = [...firstTypes, ...secondTypes].every((type) => type === 'object')
  return areObjects && requiredInBoth(first, second).some((name) => haveOtherValues(reader, first, second, name, pointer))
}

const overlap = (left: TypeName, right: TypeName) =>
  left === right || (left === 'integer' && right === 'number') || (left === 'number' && right === 'integer')

const possibleTypes = (schema: FlatSchema): readonly TypeName[] =>
  schema.enum ? schema.types.filter((type) => schema.enum?.some((value) => overlap(type, typeOf(value)))) : schema.types

const shareValue = (left: readonly unknown[], right: readonly unknown[]) =>
  left.some((value) => right.some((other) => isDeepStrictEqual(value, other)))

const requiredInBoth = (left: FlatSchema, right: FlatSchema) => (left.required ?? []).filter((name) => right.required?.includes(name))

function haveOtherValues(reader: SchemaReader, left: FlatSchema, right: FlatSchema, name: string, pointer: string): boolean {
  const [first, second] = [left, right].map((side) => {
    const schema = side.properties && Object.hasOwn(side.properties, name) ? side.properties[name] : undefined
    return schema === undefined ? undefined : reader.flatten(schema, pointer)
  })
  return (
    typeof first === 'object' && typeof second === 'object' && Boolean(first.enum && second.enum && !shareValue(first.enum, second.enum))
  )
}
