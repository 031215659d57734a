import { describeType, type SchemaPart } from './describe-type.ts'

/** A field of a body, as a row of a table. */
export type Field = { name: string; type: string; required: boolean; description: string }

/**
 * The fields of a JSON Schema as rows, those of objects and lists inside it after the field that holds them, down to `levels` names.
 * Where a value may have one of several shapes, the fields of all stand together; only one that all demand is required.
 *
 * @example
 * flattenFields({ properties: { a: { type: 'array', items: { properties: { b: { type: 'string' } } } } } }, 2).map(({ name }) => name) // ['a', 'a[].b']
 */
export function flattenFields(schema: SchemaPart, levels: number, holder = ''): Field[] {
  const shapes = objectsIn(schema)
  const names = [...new Set(shapes.flatMap(({ properties = {} }) => Object.keys(properties)))]
  return names.flatMap((key) => {
    const name = holder ? `${holder}.${key}` : key
    const variants = shapes.flatMap(({ properties = {} }) => properties[key] ?? [])
    const field = variants.length === 1 ? (variants[0] as SchemaPart) : { anyOf: variants }
    const row = {
      name,
      type: isUntyped(field) ? '' : describeType(field),
      required: shapes.every(({ required = [] }) => required.includes(key)),
      description: variants.find(({ description }) => description !== undefined)?.description ?? '',
    }
    return levels > 1 ? [row, ...flattenFields(field, levels - 1, name), ...fieldsOfItems(field, levels - 1, name)] : [row]
  })
}

const fieldsOfItems = (schema: SchemaPart, levels: number, holder: string) => {
  const items = alternativesOf(schema).flatMap((one) => one.items ?? [])
  return items.length > 0 ? flattenFields({ anyOf: items }, levels, `${holder}[]`) : []
}

const objectsIn = (schema: SchemaPart) => alternativesOf(schema).filter(({ properties }) => properties !== undefined)

/** The shapes that a value may have: alternatives, and those inside them. */
function alternativesOf(schema: SchemaPart): SchemaPart[] {
  const alternatives = schema.anyOf ?? schema.oneOf
  return alternatives ? alternatives.flatMap(alternativesOf) : [schema]
}

// What is refused or without effect has no type of its own; its description says which.
const isUntyped = (schema: SchemaPart) =>
  alternativesOf(schema).every(({ type, enum: values, const: value }) => !type && !values && value === undefined)
