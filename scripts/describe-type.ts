/** A part of a JSON Schema, as far as pages tell of it. */
export type SchemaPart = {
  $ref?: string
  type?: string | string[]
  description?: string
  properties?: Record<string, SchemaPart>
  required?: string[]
  items?: SchemaPart
  anyOf?: SchemaPart[]
  oneOf?: SchemaPart[]
  enum?: unknown[]
  const?: unknown
  default?: unknown
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  additionalProperties?: boolean | SchemaPart
}

/**
 * What a JSON Schema allows, in words.
 *
 * @param unit what a number counts, such as `milliseconds`
 * @example
 * describeType({ type: 'integer', minimum: 1, maximum: 64 }) // 'whole number, 1 to 64'
 */
export const describeType = (schema: SchemaPart, unit?: string): string => joinAlternatives(alternativesOf(schema, unit))

/** Each thing that a value may be. */
function alternativesOf(schema: SchemaPart, unit?: string): string[] {
  const { type, items, additionalProperties: values } = schema
  const shapes = schema.anyOf ?? schema.oneOf ?? (Array.isArray(type) ? type.map((one) => ({ ...schema, type: one })) : undefined)
  if (shapes) return shapes.flatMap((shape) => alternativesOf(shape, unit))
  const allowed = schema.enum ?? (schema.const === undefined ? undefined : [schema.const])
  if (allowed) return allowed.map((value) => `\`${JSON.stringify(value)}\``)
  switch (type) {
    case 'integer':
    case 'number':
      return [withLimits(`${type === 'integer' ? 'whole number' : 'number'}${unit ? ` of ${unit}` : ''}`, rangeOf(schema))]
    case 'string':
      return ['text']
    case 'boolean':
      return ['`true`', '`false`']
    case 'null':
      return ['`null`']
    case 'array':
      return [`list of ${describeItems(items ?? {})}${lengthOf(schema)}`]
    case 'object':
      return [typeof values === 'object' && Object.keys(values).length > 0 ? `object, each value ${describeType(values)}` : 'object']
    default:
      return ['anything']
  }
}

function describeItems(items: SchemaPart): string {
  const alternatives = [...new Set(alternativesOf(items))]
  const plural = alternatives[0]?.replace(/^(whole number|number|text|object|list)/, '$1s')
  return alternatives.length === 1 && plural !== undefined ? plural : `items, each ${joinAlternatives(alternatives)}`
}

const withLimits = (words: string, limits: string) => (limits ? `${words}, ${limits}` : words)

/** Alternatives once each, `null` last: that a field may be `null` is the least of what it says. */
function joinAlternatives(texts: readonly string[]): string {
  const different = [...new Set(texts)]
  const sorted = [...different.filter((text) => text !== '`null`'), ...different.filter((text) => text === '`null`')]
  const last = sorted.at(-1) ?? ''
  if (sorted.length < 2) return last
  const comma = sorted.some((text) => text.includes(',')) ? ';' : ','
  return `${sorted.slice(0, -1).join(`${comma} `)}${comma === ';' ? ';' : ''} or ${last}`
}

function rangeOf({ type, minimum, exclusiveMinimum: above, maximum }: SchemaPart): string {
  // What zod writes where only the precision of numbers is a limit.
  const lowest = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum
  const least = lowest ?? (type === 'integer' && above !== undefined ? above + 1 : undefined)
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum
  if (least !== undefined && most !== undefined) return `${least} to ${most}`
  const from = least !== undefined ? `at least ${least}` : above !== undefined ? `above ${above}` : ''
  return [from, most === undefined ? '' : `at most ${most}`].filter(Boolean).join(', ')
}

function lengthOf({ minItems: least, maxItems: most }: SchemaPart): string {
  if (least !== undefined && most !== undefined) return ` (${least} to ${most})`
  if (least !== undefined) return ` (at least ${least})`
  return most === undefined ? '' : ` (at most ${most})`
}
