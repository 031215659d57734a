import { printFloat } from './print.ts'
import { concat, isStr, joinTexts, mapText, plainOf, type Str } from './text.ts'
import { Dict, fail, keysOf, Tuple, typeName, type Value } from './value.ts'

/** How JSON is laid out, as Python's `json.dumps` takes it. */
export type JsonLayout = { indent: string | undefined; itemSeparator: Str; keySeparator: Str; sortKeys: boolean; ascii: boolean }

/** As Python's `json.dumps` writes a value. */
export function toJson(value: Value, layout: JsonLayout, depth = 0): Str {
  if (value === null) return 'null'
  if (isStr(value)) return quote(value, layout)
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return floatText(value)
  if (Array.isArray(value) || value instanceof Tuple) {
    const items = Array.isArray(value) ? value : value.items
    return enclose(
      '[',
      items.map((item) => toJson(item, layout, depth + 1)),
      ']',
      layout,
      depth,
    )
  }
  if (!(value instanceof Dict)) return fail(`Object of type ${typeName(value)} is not JSON serializable`)
  const keys = layout.sortKeys ? [...keysOf(value)].sort((a, b) => (keyText(a) < keyText(b) ? -1 : 1)) : keysOf(value)
  const members = keys.map((key) => {
    const member = value.get(isStr(key) ? plainOf(key) : (key as bigint)) ?? null
    return concat([quote(isStr(key) ? key : keyText(key), layout), layout.keySeparator, toJson(member, layout, depth + 1)])
  })
  return enclose('{', members, '}', layout, depth)
}

function enclose(open: string, parts: Str[], close: string, { indent, itemSeparator }: JsonLayout, depth: number): Str {
  if (parts.length === 0) return open + close
  if (indent === undefined) return concat([open, joinTexts(parts, itemSeparator), close])
  const line = `\n${indent.repeat(depth + 1)}`
  return concat([open, line, joinTexts(parts, concat([itemSeparator, line])), `\n${indent.repeat(depth)}`, close])
}

const keyText = (key: Value): string => (isStr(key) ? plainOf(key) : plainOf(toJson(key, { ...plainLayout })))

const floatText = (value: number) =>
  Number.isNaN(value) ? 'NaN' : Number.isFinite(value) ? printFloat(value) : value > 0 ? 'Infinity' : '-Infinity'

const named: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' }

const quote = (text: Str, { ascii }: JsonLayout): Str =>
  concat([
    '"',
    mapText(text, (plain) =>
      // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
      plain.replace(ascii ? /["\\\u0000-\u001f]|[^\u0000-\u007e]/g : /["\\\u0000-\u001f]/g, escapeCharacter),
    ),
    '"',
  ])

const escapeCharacter = (character: string) => named[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** One line, with a space behind commas and colons. */
export const plainLayout: JsonLayout = { indent: undefined, itemSeparator: ', ', keySeparator: ': ', sortKeys: false, ascii: false }
