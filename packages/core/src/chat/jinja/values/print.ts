import { concat, isStr, joinTexts, mapText, plainOf, type Str } from './text.ts'
import { Callable, Dict, keysOf, Tuple, Undefined, type Value } from './value.ts'

/** As Python's `str`: what a template prints. */
export function print(value: Value): Str {
  if (isStr(value)) return value
  return value instanceof Undefined ? '' : represent(value)
}

/** As Python's `repr`. */
export function represent(value: Value): Str {
  if (value === null) return 'None'
  if (isStr(value)) return quote(value)
  if (Array.isArray(value)) return concat(['[', joinTexts(value.map(represent), ', '), ']'])
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False'
    case 'bigint':
      return String(value)
    case 'number':
      return printFloat(value)
  }
  if (value instanceof Undefined) return 'Undefined'
  if (value instanceof Tuple) return concat(['(', joinTexts(value.items.map(represent), ', '), value.items.length === 1 ? ',)' : ')'])
  if (value instanceof Dict) {
    const members = keysOf(value).map((key) => concat([represent(key), ': ', represent(value.get(plainKey(key)) ?? null)]))
    return concat(['{', joinTexts(members, ', '), '}'])
  }
  return value instanceof Callable ? `<function ${value.name}>` : `<${value.kind}>`
}

const plainKey = (key: Value) => (isStr(key) ? plainOf(key) : (key as bigint))

function quote(text: Str): Str {
  const plain = plainOf(text)
  const mark = plain.includes("'") && !plain.includes('"') ? '"' : "'"
  const escaped = mapText(text, (all) =>
    all.replace(/[\\'\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, (character) => escapeCharacter(character, mark)),
  )
  return concat([mark, escaped, mark])
}

const named: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escapeCharacter(character: string, mark: string): string {
  if (character === "'") return mark === "'" ? "\\'" : "'"
  const known = named[character]
  if (known) return known
  const code = character.codePointAt(0) ?? 0
  const hex = (digits: number) => code.toString(16).padStart(digits, '0')
  return code < 0x100 ? `\\x${hex(2)}` : code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`
}

/** A float as Python prints it: with a point or an exponent, so that it is told from an int. */
export function printFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [digits = '', exponentText = '0'] = value.toExponential().split('e')
  const exponent = Number(exponentText)
  if (exponent < -4 || exponent >= 16) return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  const plain = exponent < 0 ? value.toFixed(Math.max(0, digits.replace(/[-.]/g, '').length - 1 - exponent)) : String(value)
  return plain.includes('.') ? plain : `${plain}.0`
}
