import { numberOf } from '../../values/compare.ts'
import { isStr, plainOf } from '../../values/text.ts'
import { defined, fail, isTrue, type Value } from '../../values/value.ts'
import { bindArguments } from '../bind-arguments.ts'
import type { Filter } from '../library.ts'

/** The filters of Jinja2 that make or change a number. */
export const numberFilters: Record<string, Filter> = {
  abs: (value) => {
    const number = numberOf(defined(value)) ?? fail('bad operand type for abs()')
    return number < 0 ? -number : number
  },
  int: (value, args, named) => {
    const { default: otherwise = 0n, base = 10n } = bindArguments(['default', 'base'], args, named)
    return toInteger(defined(value), Number(base)) ?? otherwise
  },
  float: (value, args, named) => toFloat(defined(value)) ?? bindArguments(['default'], args, named).default ?? 0,
  round: (value, args, named) => {
    const { precision = 0n, method = 'common' } = bindArguments(['precision', 'method'], args, named)
    return round(Number(numberOf(defined(value)) ?? fail('a number is required')), Number(precision), isStr(method) ? plainOf(method) : '')
  },
  filesizeformat: (value, args, named) => sizeText(Number(value), isTrue(bindArguments(['binary'], args, named).binary ?? false)),
}

function toInteger(value: Value, base: number): bigint | undefined {
  const number = numberOf(value)
  if (typeof number === 'bigint') return number
  if (number !== undefined) return Number.isFinite(number) ? BigInt(Math.trunc(number)) : undefined
  if (!isStr(value)) return undefined
  const text = plainOf(value).trim().replaceAll('_', '')
  const prefix = { 16: '0x', 8: '0o', 2: '0b' }[base]
  if (prefix) return /^[+-]?(0[xob])?[\da-f]+$/i.test(text) ? BigInt(prefix + text.replace(/^[+-]?(0[xob])?/i, '')) : undefined
  if (/^[+-]?\d+$/.test(text)) return BigInt(text.replace(/^\+/, ''))
  const float = toFloat(value)
  return float !== undefined && Number.isFinite(float) ? BigInt(Math.trunc(float)) : undefined
}

function toFloat(value: Value): number | undefined {
  const number = numberOf(value)
  if (number !== undefined) return Number(number)
  const text = isStr(value) ? plainOf(value).trim() : ''
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined
}

function round(value: number, precision: number, method: string): number {
  const factor = 10 ** precision
  if (method === 'ceil') return Math.ceil(value * factor) / factor
  if (method === 'floor') return Math.floor(value * factor) / factor
  // Python rounds a half to the even neighbour.
  const scaled = value * factor
  const nearest = Math.abs(scaled % 1) === 0.5 ? 2 * Math.round(scaled / 2) : Math.round(scaled)
  return nearest / factor
}

function sizeText(bytes: number, binary: boolean): string {
  const base = binary ? 1024 : 1000
  const units = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y']
  if (bytes === 1) return '1 Byte'
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`
  const power = Math.min(units.length, Math.floor(Math.log(bytes) / Math.log(base)))
  const unit = units[power - 1] ?? ''
  return `${(bytes / base ** power).toFixed(1)} ${binary ? `${unit.toUpperCase()}iB` : `${unit}B`}`
}
