import { pointTo, SchemaFault } from '../grammar-fault.ts'
import { annotations, type Schema, type SchemaKeywords, schemaKeywords, type TypeName, typeNames } from './schema-keywords.ts'

/** One schema without references and combinations: what a value must be, each keyword alone. */
export type FlatSchema = Omit<SchemaKeywords, '$ref' | '$defs' | 'definitions' | 'allOf' | 'type' | 'nullable' | 'const'> & {
  types: readonly TypeName[]
}

/** Reads the keywords of a schema. Throws `SchemaFault` for what is not supported. */
export function readKeywords(schema: Record<string, unknown>, pointer: string): SchemaKeywords {
  const asked = Object.fromEntries(
    Object.entries(schema).filter(
      ([keyword]) => !annotations.has(keyword) && !keyword.startsWith('x-') && !(keyword === '$id' && pointer === '#'),
    ),
  )
  const result = schemaKeywords.safeParse(asked)
  const unreadable = result.error?.issues[0]
  if (unreadable?.code === 'unrecognized_keys') {
    const [keyword = ''] = unreadable.keys
    throw new SchemaFault(pointTo(pointer, keyword), `"${keyword}" is not supported`)
  }
  if (unreadable) throw new SchemaFault(pointTo(pointer, ...unreadable.path.map(String)), unreadable.message)
  // The parser drops this name without a word, and a schema that says less would be kept to.
  const properties = asked.properties
  if (typeof properties === 'object' && properties !== null && Object.hasOwn(properties, '__proto__')) {
    throw new SchemaFault(pointTo(pointer, 'properties', '__proto__'), 'this name is not supported')
  }
  return result.data as SchemaKeywords
}

/** Types a schema allows; the number is meant by `integer` too. */
export function typesOf({ type, nullable }: SchemaKeywords): TypeName[] {
  const named = type === undefined ? typeNames : typeof type === 'string' ? [type] : type
  return nullable && !named.includes('null') ? [...named, 'null'] : [...named]
}

/** Whether a schema says anything but `$ref` and notes for people. */
export const isBareReference = (keywords: SchemaKeywords): boolean =>
  Object.keys(keywords).every((keyword) => keyword === '$ref' || keyword === '$defs' || keyword === 'definitions')

/** The type of a JSON value; whole numbers are integers. */
export function typeOf(value: unknown): TypeName {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value as 'object' | 'string' | 'boolean'
}

/** The schema a local reference names. Throws `SchemaFault`. */
export function resolveReference(root: Schema, target: string, pointer: string): Schema {
  const fail = (problem: string): never => {
    throw new SchemaFault(pointTo(pointer, '$ref'), problem)
  }
  if (target !== '#' && !target.startsWith('#/')) return fail('only references inside the schema are supported, such as "#/$defs/name"')
  const names = target.split('/').slice(1).map(decodeName)
  let found: unknown = root
  for (const name of names) {
    const isMember = typeof found === 'object' && found !== null && name !== undefined && Object.hasOwn(found, name)
    found = isMember ? (found as Record<string, unknown>)[name] : undefined
  }
  if (typeof found === 'boolean' || (typeof found === 'object' && found !== null && !Array.isArray(found))) return found as Schema
  return fail(`"${target}" names no schema`)
}

function decodeName(name: string): string | undefined {
  try {
    return decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    return undefined
  }
}
