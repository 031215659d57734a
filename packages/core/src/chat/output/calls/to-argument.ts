import type { ToolDefinition } from '../../chat.ts'

/** The types that a tool's schema gives one of its parameters; none where it does not say. */
export function typesOf(tool: ToolDefinition | undefined, key: string): readonly string[] {
  const properties = tool?.function.parameters?.properties
  const schema = isRecord(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined
  return schemaTypes(schema)
}

/** The types that a schema allows; none where it does not say. */
export function schemaTypes(schema: unknown): string[] {
  if (!isRecord(schema)) return []
  if (typeof schema.type === 'string') return [schema.type]
  if (Array.isArray(schema.type)) return schema.type.filter((type) => typeof type === 'string')
  const values = Array.isArray(schema.enum) ? schema.enum : 'const' in schema ? [schema.const] : undefined
  if (values) return [...new Set(values.map((value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)))]
  const alternatives = [schema.anyOf, schema.oneOf, schema.allOf].find(Array.isArray)
  return alternatives?.flatMap(schemaTypes) ?? []
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const python: Record<string, string> = { True: 'true', False: 'false', None: 'null' }

/** The JSON of an argument that stands as plain text. `isText`: its tag says whether it is a text; else its types do. */
export function toArgument(text: string, isText: boolean | undefined, types: readonly string[]): string {
  const mayBeText = types.length === 0 || types.includes('string')
  if (isText ?? (mayBeText && types.length > 0 && (types.length === 1 || !isJsonOf(text, types)))) return JSON.stringify(text)
  const json = python[text.trim()] ?? text.trim()
  return isJson(json) ? json : JSON.stringify(text)
}

function isJsonOf(text: string, types: readonly string[]): boolean {
  if (!isJson(text)) return false
  const value: unknown = JSON.parse(text)
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return type !== 'string' && types.some((one) => one === type || (one === 'integer' && Number.isInteger(value)))
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
