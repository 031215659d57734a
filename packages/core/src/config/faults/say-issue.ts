import { z } from 'zod'

type JsonSchema = z.core.JSONSchema.JSONSchema

/**
 * What is wrong with a value, for people: what would be right there, with its bounds. Given to zod as its `error`; the words of a
 * schema's own come before these.
 *
 * @example
 * const { error } = z.int().min(0).max(65_535).safeParse(70_000, { error: sayIssue })
 * error?.issues[0]?.message // 'expected a whole number from 0 to 65535, not 70000'
 */
export function sayIssue(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'custom' || issue.code === 'unrecognized_keys' || !issue.schema) return undefined
  if (issue.code === 'invalid_union' && Array.isArray(issue.options)) return `expected ${listOr(issue.options.map(quote))}`
  const expected = `expected ${wordsOf(issue.schema)}`
  if (issue.input === undefined) return `it is missing; ${expected}`
  return issue.code === 'invalid_type' || typeof issue.input === 'number' ? `${expected}, not ${kindOf(issue.input)}` : expected
}

// A request can hold the same fault a million times.
const known = new WeakMap<object, string>()

function wordsOf(schema: z.core.$ZodType): string {
  const words = known.get(schema) ?? describe(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }))
  known.set(schema, words)
  return words
}

function describe(schema: JsonSchema | boolean): string {
  if (typeof schema === 'boolean') return 'another value'
  const { anyOf, oneOf, enum: values, const: value, type } = schema
  if (values ?? value !== undefined) return listOr((values ?? [value]).map(quote))
  const alternatives = anyOf ?? oneOf
  if (alternatives) return listOr([...new Set(alternatives.map(describe))])
  switch (type) {
    case 'integer':
      return `a whole number${range(schema)}`
    case 'number':
      return `a number${range(schema)}`
    case 'string':
      return `a text${size(schema.minLength, schema.maxLength, 'characters')}`
    case 'array':
      return `an array${size(schema.minItems, schema.maxItems, 'items')}`
    case 'boolean':
      return 'true or false'
    case 'object':
      return 'an object'
    default:
      return 'another value'
  }
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const least = exclusiveMinimum === undefined ? bound(minimum, 'of at least') : ` above ${exclusiveMinimum}`
  const most = exclusiveMaximum === undefined ? bound(maximum, 'of at most') : ` below ${exclusiveMaximum}`
  if (least.startsWith(' of') && most.startsWith(' of')) return ` from ${minimum} to ${maximum}`
  return least && most ? `${least} and${most.replace(' of', '')}` : least || most
}

// Zod bounds every whole number by what a double can hold.
const bound = (value: number | undefined, words: string) =>
  value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? '' : ` ${words} ${value}`

function size(least: number | undefined, most: number | undefined, things: string): string {
  if (least === 1 && most === undefined) return ' that is not empty'
  if (least !== undefined && most !== undefined) return ` of ${least} to ${most} ${things}`
  if (least !== undefined) return ` of at least ${least} ${things}`
  return most === undefined ? '' : ` of at most ${most} ${things}`
}

// What a text or an object holds is the caller's own, and may be long or secret.
function kindOf(value: unknown): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'string' ? 'a text' : 'an object'
}

const quote = (value: unknown) => (typeof value === 'string' ? `"${value}"` : String(value))

const listOr = (items: readonly string[]) =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items[items.length - 1]}`

/**
 * A path into a document as people write it.
 *
 * @example
 * formatPath(['models', 0, 'path']) // 'models[0].path'
 */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    '',
  )
}
