import { charactersOf, isStr, lengthOf, plainOf } from './text.ts'
import { Dict, defined, fail, type Key, keysOf, Tuple, typeName, Undefined, type Value } from './value.ts'

/** What a value counts as in arithmetic; undefined for what is no number. A bool is an int. */
export function numberOf(value: Value): bigint | number | undefined {
  if (typeof value === 'boolean') return value ? 1n : 0n
  return typeof value === 'bigint' || typeof value === 'number' ? value : undefined
}

/** As Python's `==`. */
export function equals(a: Value, b: Value): boolean {
  if (a === b) return true
  if (isStr(a)) return isStr(b) && plainOf(a) === plainOf(b)
  const [left, right] = [numberOf(a), numberOf(b)]
  // biome-ignore lint/suspicious/noDoubleEquals: an int and a float of the same value are the same
  if (left !== undefined && right !== undefined) return left == right
  if (a instanceof Undefined) return b instanceof Undefined
  if (Array.isArray(a)) return Array.isArray(b) && equalItems(a, b)
  if (a instanceof Tuple) return b instanceof Tuple && equalItems(a.items, b.items)
  if (!(a instanceof Dict && b instanceof Dict) || a.size !== b.size) return false
  return [...a].every(([key, value]) => {
    const other = memberOf(b, key)
    return other !== undefined && equals(value, other)
  })
}

const equalItems = (a: readonly Value[], b: readonly Value[]) =>
  a.length === b.length && a.every((item, index) => equals(item, b[index] as Value))

/** Below 0 when the first comes first, above 0 when the second does. Fails where Python has no order. */
export function compare(a: Value, b: Value): number {
  const [left, right] = [numberOf(defined(a)), numberOf(defined(b))]
  if (left !== undefined && right !== undefined) return left < right ? -1 : left > right ? 1 : 0
  if (isStr(a) && isStr(b)) return compareTexts(plainOf(a), plainOf(b))
  const items = [a, b].map((value) => (Array.isArray(value) ? value : value instanceof Tuple ? value.items : undefined))
  const [first, second] = items
  if (!first || !second || Array.isArray(a) !== Array.isArray(b)) return fail(`'<' not supported between ${typeName(a)} and ${typeName(b)}`)
  const differing = first.findIndex((item, index) => index >= second.length || !equals(item, second[index] as Value))
  if (differing === -1 || differing >= second.length) return first.length - second.length
  return compare(first[differing] as Value, second[differing] as Value)
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  const [left, right] = [Array.from(a), Array.from(b)]
  const differing = left.findIndex((character, index) => character !== right[index])
  if (differing === -1) return -1
  return (left[differing]?.codePointAt(0) ?? 0) - (right[differing]?.codePointAt(0) ?? -1)
}

/** As Python's `in`. */
export function contains(container: Value, value: Value): boolean {
  if (container instanceof Undefined) return false
  if (isStr(container)) return isStr(value) ? plainOf(container).includes(plainOf(value)) : fail(`A text cannot hold ${typeName(value)}`)
  if (container instanceof Dict) return memberOf(container, value) !== undefined
  return itemsOf(container).some((item) => equals(item, value))
}

/** The key of a dictionary that a value is; undefined for what cannot be one. */
export function toKey(value: Value): Key | undefined {
  if (isStr(value)) return plainOf(value)
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value
  return typeof value === 'bigint' || value === null ? value : undefined
}

/** The member of that key; undefined when there is none. */
export function memberOf(dict: Dict, value: Value): Value | undefined {
  const key = toKey(value)
  if (key === undefined) return undefined
  if (dict.has(key)) return dict.get(key)
  return key === 1n ? dict.get(true) : key === 0n ? dict.get(false) : undefined
}

/** What a loop over a value goes through. Fails where Python's would. */
export function itemsOf(value: Value): readonly Value[] {
  if (value instanceof Undefined) return []
  if (Array.isArray(value)) return value
  if (value instanceof Tuple) return value.items
  if (value instanceof Dict) return keysOf(value)
  if (isStr(value)) return charactersOf(value)
  return fail(`'${typeName(value)}' object is not iterable`)
}

/** As Python's `len`. */
export function sizeOf(value: Value): number {
  if (isStr(value)) return lengthOf(value)
  if (value instanceof Dict) return value.size
  if (value instanceof Undefined || Array.isArray(value) || value instanceof Tuple) return itemsOf(value).length
  return fail(`object of type '${typeName(value)}' has no len()`)
}
