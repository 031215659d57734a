import { memberOf, numberOf } from '../../values/compare.ts'
import { print, represent } from '../../values/print.ts'
import { concat, cut, lengthOf, plainOf, type Str } from '../../values/text.ts'
import { type Dict, fail, typeName, type Value } from '../../values/value.ts'
import { formatNumber } from './format-number.ts'

const fieldPattern = /%(?:\((\w+)\))?([-+ #0]*)(\*|\d+)?(?:\.(\d+))?([a-zA-Z%])/g

/** As Python's `text % values`. */
export function formatPercent(text: Str, values: readonly Value[], named: Dict | undefined): Str {
  const plain = plainOf(text)
  const parts: Str[] = []
  let taken = 0
  let done = 0
  for (const match of plain.matchAll(fieldPattern)) {
    parts.push(cut(text, done, match.index))
    done = match.index + match[0].length
    const [, name, flags = '', width = '', precision, kind = ''] = match
    if (kind === '%') {
      parts.push('%')
      continue
    }
    const value = name === undefined ? values[taken++] : named && memberOf(named, name)
    if (value === undefined) return fail(name === undefined ? 'not enough arguments for format string' : `no member '${name}' to format`)
    parts.push(pad(formatField(value, kind, flags, precision === undefined ? undefined : Number(precision)), Number(width || 0), flags))
  }
  if (taken < values.length && !named) return fail('not all arguments converted during string formatting')
  return concat([...parts, cut(text, done)])
}

function formatField(value: Value, kind: string, flags: string, precision: number | undefined): Str {
  if (kind === 's' || kind === 'r' || kind === 'a') {
    const shown = kind === 's' ? print(value) : represent(value)
    return precision === undefined ? shown : cut(shown, 0, precision)
  }
  const number = numberOf(value)
  if (number === undefined) return fail(`%${kind} format: a number is required, not ${typeName(value)}`)
  const shown = formatNumber(number, kind === 'i' || kind === 'u' ? 'd' : kind, precision, flags.includes('#'))
  return !shown.startsWith('-') && flags.includes('+') ? `+${shown}` : !shown.startsWith('-') && flags.includes(' ') ? ` ${shown}` : shown
}

function pad(text: Str, width: number, flags: string): Str {
  const missing = width - lengthOf(text)
  if (missing <= 0) return text
  if (flags.includes('-')) return concat([text, ' '.repeat(missing)])
  const plain = plainOf(text)
  if (flags.includes('0') && /^[+-]?\d/.test(plain)) return plain.replace(/^[+-]?/, (sign) => sign + '0'.repeat(missing))
  return concat([' '.repeat(missing), text])
}
