import { printFloat } from '../../values/print.ts'
import { fail } from '../../values/value.ts'

const bases: Record<string, [radix: number, prefix: string]> = { x: [16, '0x'], o: [8, '0o'], b: [2, '0b'] }

/** A number in one of the kinds that Python's formats share: d, x, o, b, c, f, e, g and %. */
export function formatNumber(value: bigint | number, kind: string, precision: number | undefined, prefixed = false): string {
  const lower = kind.toLowerCase()
  const base = bases[lower]
  const text = base
    ? `${value < 0 ? '-' : ''}${prefixed ? base[1] : ''}${String(absolute(BigInt(value)).toString(base[0]))}`
    : ofDecimal(value, lower, precision)
  return kind === lower ? text : text.toUpperCase()
}

const absolute = (value: bigint) => (value < 0n ? -value : value)

function ofDecimal(value: bigint | number, kind: string, precision = 6): string {
  switch (kind) {
    case 'd':
      return String(typeof value === 'bigint' ? value : BigInt(Math.trunc(value)))
    case 'c':
      return String.fromCodePoint(Number(value))
    case 'f':
      return Number(value).toFixed(precision)
    case '%':
      return `${(Number(value) * 100).toFixed(precision)}%`
    case 'e':
      return exponential(Number(value), precision)
    case 'g':
      return general(Number(value), precision || 1)
    default:
      return fail(`unsupported format character '${kind}'`)
  }
}

const exponential = (value: number, digits: number) =>
  value.toExponential(digits).replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => `e${sign}0${digit}`)

function general(value: number, precision: number): string {
  if (!Number.isFinite(value)) return printFloat(value)
  const exponent = value === 0 ? 0 : Number(value.toExponential(precision - 1).split('e')[1])
  const text = exponent < -4 || exponent >= precision ? exponential(value, precision - 1) : value.toFixed(precision - 1 - exponent)
  return text.includes('.') ? text.replace(/\.?0+(?=e|$)/, '') : text
}
