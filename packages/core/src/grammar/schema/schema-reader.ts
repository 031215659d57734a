import { pointTo, SchemaFault } from '../grammar-fault.ts'
import { intersectSchemas } from './intersect-schemas.ts'
import { type FlatSchema, isBareReference, readKeywords, resolveReference, typesOf } from './read-schema.ts'
import type { Schema } from './schema-keywords.ts'

/** Schemas read for one grammar. Joining schemas can repeat them many times over, so the work is bounded, not only the text. */
const mostReadings = 5000
const mostDepth = 64

/** Reads the schemas of one document: follows references, joins `allOf`, and counts the work. */
export class SchemaReader {
  readonly #root: Schema
  #readings = 0

  constructor(root: Schema) {
    this.#root = root
  }

  /** A schema that is nothing but a reference: where it leads. */
  bareReference(schema: Schema, pointer: string): { target: string; schema: Schema } | undefined {
    if (typeof schema === 'boolean' || !Object.hasOwn(schema, '$ref')) return undefined
    const keywords = readKeywords(schema, pointer)
    if (keywords.$ref === undefined || !isBareReference(keywords)) return undefined
    return { target: keywords.$ref, schema: resolveReference(this.#root, keywords.$ref, pointer) }
  }

  /** The schema without references and `allOf`. Throws `SchemaFault`. */
  flatten(schema: Schema, pointer: string, depth = 0): FlatSchema | boolean {
    this.#readings += 1
    if (this.#readings > mostReadings) throw new SchemaFault(pointer, `it takes more than ${mostReadings} readings of schemas to join them`)
    if (depth > mostDepth) throw new SchemaFault(pointer, `schemas are joined more than ${mostDepth} deep`)
    if (typeof schema === 'boolean') return schema
    const keywords = readKeywords(schema, pointer)
    const { $ref, $defs, definitions, allOf, const: constant, type, nullable, ...rest } = keywords
    const flat: FlatSchema = { ...rest, types: typesOf(keywords) }
    if (Object.hasOwn(schema, 'const')) {
      if (flat.enum) throw new SchemaFault(pointTo(pointer, 'const'), 'it stands beside "enum"; write one of them')
      flat.enum = [constant]
    }
    const parts = [
      ...($ref === undefined ? [] : [this.flatten(resolveReference(this.#root, $ref, pointer), pointTo(pointer, '$ref'), depth + 1)]),
      ...(allOf ?? []).map((part, index) => this.flatten(part, pointTo(pointer, 'allOf', index), depth + 1)),
    ]
    return parts.reduce<FlatSchema | boolean>((joined, part) => join(joined, part, pointer), flat)
  }
}

function join(left: FlatSchema | boolean, right: FlatSchema | boolean, pointer: string): FlatSchema | boolean {
  if (left === false || right === false) return false
  if (left === true || right === true) return left === true ? right : left
  const joined = intersectSchemas(left, right)
  if ('conflict' in joined) throw new SchemaFault(pointer, `two different "${joined.conflict}" cannot be joined`)
  return joined
}
