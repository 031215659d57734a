import { numberOf } from '../../values/compare.ts'
import { print, printFloat, represent } from '../../values/print.ts'
import { concat, cut, isStr, lengthOf, plainOf, type Str } from '../../values/text.ts'
import { fail, type NamedArguments, typeName, type Value } from '../../values/value.ts'
import { formatNumber } from './format-number.ts'

const partPattern = /\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::([^{}]*))?\}/g

/** How members of a value are found. */
type LookUp = { attributeOf(object: Value, name: string): Value; itemOf(object: Value, index: Value): Value }

/** As Python's `str.format`. */
export function formatBraces(text: Str, args: readonly Value[], named: NamedArguments, lookUp: LookUp): Str {
  const parts: Str[] = []
  let done = 0
  let automatic = 0
  for (const match of plainOf(text).matchAll(partPattern)) {
    parts.push(cut(text, done, match.index))
    done = match.index + match[0].length
    const [whole, field = '', conversion, format = ''] = match
    if (whole === '{{' || whole === '}}') parts.push(whole[0] ?? '')
    else {
      const value = fieldValue(field, { args, named, next: () => automatic++ }, lookUp)
      parts.push(formatValue(conversion === undefined ? value : conversion === 's' ? print(value) : represent(value), format))
    }
  }
  return concat([...parts, cut(text, done)])
}

type Given = { args: readonly Value[]; named: NamedArguments; next: () => number }

function fieldValue(field: string, { args, named, next }: Given, { attributeOf, itemOf }: LookUp): Value {
  const [, name = '', path = ''] = /^([^.[]*)(.*)$/s.exec(field) ?? []
  const start = name === '' ? args[next()] : /^\d+$/.test(name) ? args[Number(name)] : named.get(name)
  let value = start === undefined ? fail(`Nothing given for '{${field}}'`) : start
  for (const [, attribute, index = ''] of path.matchAll(/\.(\w+)|\[([^\]]*)\]/g))
    value = attribute === undefined ? itemOf(value, /^\d+$/.test(index) ? BigInt(index) : index) : attributeOf(value, attribute)
  return value
}

/** As Python's `format`: fill, place, sign, width, commas, digits and kind. */
function formatValue(value: Value, format: string): Str {
  const match = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su.exec(format)
  if (!match) return fail(`Invalid format specifier '${format}'`)
  const [, fill, place, sign = '', prefixed, zero, width = '0', separator, precision, kind] = match
  const number = numberOf(value)
  const isNumber = number !== undefined && (typeof value !== 'boolean' || kind !== undefined)
  const digits = precision === undefined ? undefined : Number(precision)
  let shown: Str
  if (isNumber && kind !== 's') {
    const text =
      kind || digits !== undefined
        ? formatNumber(number, kind ?? 'g', digits, prefixed !== undefined)
        : typeof number === 'bigint'
          ? String(number)
          : printFloat(number)
    const grouped = separator ? text.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, separator)) : text
    shown = !grouped.startsWith('-') && sign !== '-' ? sign + grouped : grouped
  } else {
    if (kind !== undefined && kind !== 's') return fail(`Unknown format code '${kind}' for object of type '${typeName(value)}'`)
    shown = digits === undefined ? print(value) : cut(print(value), 0, digits)
  }
  return putInPlace(shown, Number(width), { fill: fill ?? (zero ? '0' : ' '), place: place ?? (zero ? '=' : isNumber ? '>' : '<') })
}

function putInPlace(text: Str, width: number, { fill, place }: { fill: string; place: string }): Str {
  const missing = Math.max(0, width - lengthOf(text))
  if (place === '<') return concat([text, fill.repeat(missing)])
  if (place === '^') return concat([fill.repeat(Math.floor(missing / 2)), text, fill.repeat(Math.ceil(missing / 2))])
  if (place === '=' && isStr(text)) return plainOf(text).replace(/^[+-]?/, (sign) => sign + fill.repeat(missing))
  return concat([fill.repeat(missing), text])
}
