import { compare, contains, equals, itemsOf, sizeOf } from '../../values/compare.ts'
import { print } from '../../values/print.ts'
import { charactersOf, concat, isStr, joinTexts, mapText, plainOf } from '../../values/text.ts'
import { Dict, defined, fail, isTrue, keysOf, Tuple, Undefined, type Value } from '../../values/value.ts'
import { bindArguments } from '../bind-arguments.ts'
import { dictMethods } from '../container-methods.ts'
import type { Filter } from '../library.ts'
import { attributeOf, itemOf } from '../members.ts'
import { calculate } from '../operators.ts'

const size: Filter = (value) => BigInt(sizeOf(value))
const otherwise: Filter = (value, args, named) => {
  const { default_value: instead = '', boolean = false } = bindArguments(['default_value', 'boolean'], args, named)
  return value instanceof Undefined || (isTrue(boolean) && !isTrue(value)) ? instead : value
}

/** The filters of Jinja2 that take a list, a dictionary or any value. */
export const listFilters: Record<string, Filter> = {
  default: otherwise,
  d: otherwise,
  length: size,
  count: size,
  list: (value) => [...itemsOf(value)],
  items: (value) =>
    value instanceof Undefined
      ? []
      : value instanceof Dict
        ? (dictMethods.items?.(value, [], new Map()) ?? [])
        : fail('Can only get item pairs from a mapping.'),
  first: (value) => itemsOf(value)[0] ?? emptyOf(value, 'No first item, sequence was empty.'),
  last: (value) => itemsOf(value).at(-1) ?? emptyOf(value, 'No last item, sequence was empty.'),
  random: (value) =>
    itemsOf(value)[Math.floor(Math.random() * itemsOf(value).length)] ?? new Undefined('No random item, sequence was empty.'),
  reverse: (value) => (isStr(value) ? concat(charactersOf(value).reverse()) : [...itemsOf(value)].reverse()),
  join: (value, args, named) => {
    const { d: between = '', attribute } = bindArguments(['d', 'attribute'], args, named)
    return joinTexts(
      itemsOf(value).map((item) => print(pick(item, attribute))),
      print(between),
    )
  },
  sum: (value, args, named) => {
    const { attribute, start = 0n } = bindArguments(['attribute', 'start'], args, named)
    return itemsOf(value).reduce((sum, item) => calculate('+', sum, pick(item, attribute)), start)
  },
  min: (value, args, named) => extreme(value, bindArguments(['case_sensitive', 'attribute'], args, named), -1),
  max: (value, args, named) => extreme(value, bindArguments(['case_sensitive', 'attribute'], args, named), 1),
  sort: (value, args, named) => {
    const {
      reverse = false,
      case_sensitive: exact = false,
      attribute,
    } = bindArguments(['reverse', 'case_sensitive', 'attribute'], args, named)
    const keys = attribute !== undefined && isStr(attribute) ? plainOf(attribute).split(',') : [undefined]
    const order = (a: Value, b: Value) =>
      keys.map((key) => compare(sortKey(pick(a, key), exact), sortKey(pick(b, key), exact))).find((by) => by !== 0) ?? 0
    return [...itemsOf(value)].sort((a, b) => (isTrue(reverse) ? order(b, a) : order(a, b)))
  },
  unique: (value, args, named) => {
    const { case_sensitive: exact = false, attribute } = bindArguments(['case_sensitive', 'attribute'], args, named)
    const seen: Value[] = []
    return itemsOf(value).filter((item) => {
      const key = sortKey(pick(item, attribute), exact)
      return !contains(seen, key) && seen.push(key) > 0
    })
  },
  dictsort: (value, args, named) => {
    const { case_sensitive: exact = false, by = 'key', reverse = false } = bindArguments(['case_sensitive', 'by', 'reverse'], args, named)
    if (!(value instanceof Dict)) return fail('dictsort takes a mapping')
    const place = equals(by, 'value') ? 1 : 0
    const pairs = keysOf(value).map((key) => [key, value.get(isStr(key) ? plainOf(key) : (key as bigint)) ?? null] as const)
    pairs.sort((a, b) => compare(sortKey(a[place], exact), sortKey(b[place], exact)) * (isTrue(reverse) ? -1 : 1))
    return pairs.map((pair) => new Tuple(pair))
  },
  groupby: (value, args, named) => {
    const { attribute, default: instead } = bindArguments(['attribute', 'default', 'case_sensitive'], args, named)
    const keyOf = (item: Value) => {
      const key = pick(item, attribute)
      return key instanceof Undefined && instead !== undefined ? instead : key
    }
    const groups: { key: Value; items: Value[] }[] = []
    for (const item of [...itemsOf(value)].sort((a, b) => compare(sortKey(keyOf(a), false), sortKey(keyOf(b), false)))) {
      const group = groups.find(({ key }) => equals(key, keyOf(item)))
      if (group) group.items.push(item)
      else groups.push({ key: keyOf(item), items: [item] })
    }
    return groups.map(({ key, items }) => new Tuple([key, items]))
  },
  batch: (value, args, named) => {
    const { linecount = 1n, fill_with: fill } = bindArguments(['linecount', 'fill_with'], args, named)
    const items = itemsOf(value)
    const lines = Array.from({ length: Math.ceil(items.length / Number(linecount)) }, (_, index) =>
      items.slice(index * Number(linecount), (index + 1) * Number(linecount)),
    )
    const missing = (line: readonly Value[]) =>
      fill === undefined || fill === null ? [] : Array<Value>(Number(linecount) - line.length).fill(fill)
    return lines.map((line) => [...line, ...missing(line)])
  },
  slice: (value, args, named) => {
    const { slices = 1n, fill_with: fill } = bindArguments(['slices', 'fill_with'], args, named)
    const [items, count] = [itemsOf(value), Number(slices)]
    const [each, more] = [Math.floor(items.length / count), items.length % count]
    return Array.from({ length: count }, (_, index) => {
      const start = index * each + Math.min(index, more)
      const part = items.slice(start, start + each + (index < more ? 1 : 0))
      return fill !== undefined && fill !== null && index >= more ? [...part, fill] : [...part]
    })
  },
  attr: (value, [name = '']) => attributeOf(value, plainOf(print(name))),
}

// The first of a text is a character; of nothing it is nothing.
const emptyOf = (value: Value, problem: string) => (itemsOf(value).length > 0 ? null : new Undefined(problem))

const sortKey = (value: Value, exact: Value): Value => (isStr(value) && !isTrue(exact) ? mapText(value, (all) => all.toLowerCase()) : value)

/** The value behind a dotted path of attributes, where one is given. */
export function pick(value: Value, attribute: Value | undefined): Value {
  if (attribute === undefined || attribute === null) return value
  if (!isStr(attribute)) return itemOf(value, attribute)
  return plainOf(attribute)
    .split('.')
    .reduce((inner, name) => itemOf(defined(inner), /^\d+$/.test(name) ? BigInt(name) : name), value)
}

function extreme(value: Value, { case_sensitive: exact = false, attribute }: Partial<Record<string, Value>>, side: 1 | -1): Value {
  const items = itemsOf(value)
  if (items.length === 0) return new Undefined('No aggregated item, sequence was empty.')
  const key = (item: Value) => sortKey(pick(item, attribute), exact)
  return items.reduce((best, item) => (compare(key(item), key(best)) * side > 0 ? item : best))
}
