import { itemsOf } from '../values/compare.ts'
import { charactersOf, concat, cut, isStr, joinTexts, lengthOf, mapText, plainOf, type Str } from '../values/text.ts'
import { fail, type NamedArguments, Tuple, typeName, type Value } from '../values/value.ts'
import { splitLines, splitText, stripText } from './split-text.ts'

type Method = (text: Str, args: readonly Value[], named: NamedArguments) => Value

const textArgument = (value: Value | undefined): Str => (isStr(value) ? value : fail(`must be str, not ${typeName(value ?? null)}`))
const plain = (value: Value | undefined): string => plainOf(textArgument(value))
const whether =
  (pattern: RegExp): Method =>
  (text) =>
    pattern.test(plainOf(text))
const optional = (value: Value | undefined) => (value === undefined || value === null ? undefined : plain(value))
const count = (value: Value | undefined) => (value === undefined || value === null ? -1 : Number(value))

/** The methods of Python's `str`. */
export const stringMethods: Record<string, Method> = {
  upper: (text) => mapText(text, (all) => all.toUpperCase()),
  lower: (text) => mapText(text, (all) => all.toLowerCase()),
  casefold: (text) => mapText(text, (all) => all.toLowerCase()),
  swapcase: (text) =>
    mapText(text, (all) => all.replace(/\p{L}/gu, (one) => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase()))),
  capitalize: (text) => capitalize(text),
  title: (text) => mapText(text, (all) => all.replace(/\p{L}+/gu, (word) => (word[0] ?? '').toUpperCase() + word.slice(1).toLowerCase())),
  strip: (text, [characters]) => stripText(text, optional(characters), 'both'),
  lstrip: (text, [characters]) => stripText(text, optional(characters), 'start'),
  rstrip: (text, [characters]) => stripText(text, optional(characters), 'end'),
  split: (text, [separator, most], named) =>
    splitText(text, optional(separator ?? named.get('sep')), count(most ?? named.get('maxsplit')), false),
  rsplit: (text, [separator, most], named) =>
    splitText(text, optional(separator ?? named.get('sep')), count(most ?? named.get('maxsplit')), true),
  splitlines: (text, [keepEnds = false], named) => splitLines(text, Boolean(named.get('keepends') ?? keepEnds)),
  partition: (text, [separator]) => partition(text, plain(separator), plainOf(text).indexOf(plain(separator)), false),
  rpartition: (text, [separator]) => partition(text, plain(separator), plainOf(text).lastIndexOf(plain(separator)), true),
  startswith: (text, [start = '', from]) => anyOf(start, (one) => plainOf(text).startsWith(one, from === undefined ? 0 : Number(from))),
  endswith: (text, [end = '']) => anyOf(end, (one) => plainOf(text).endsWith(one)),
  removeprefix: (text, [start]) => (plainOf(text).startsWith(plain(start)) ? cut(text, plain(start).length) : text),
  removesuffix: (text, [end]) => (plainOf(text).endsWith(plain(end)) ? cut(text, 0, plainOf(text).length - plain(end).length) : text),
  replace: (text, [from, to, most], named) => replaceText(text, plain(from), textArgument(to), count(most ?? named.get('count'))),
  find: (text, [part, from]) => BigInt(plainOf(text).indexOf(plain(part), from === undefined ? 0 : Number(from))),
  rfind: (text, [part]) => BigInt(plainOf(text).lastIndexOf(plain(part))),
  index: (text, [part]) => BigInt(found(plainOf(text).indexOf(plain(part)))),
  rindex: (text, [part]) => BigInt(found(plainOf(text).lastIndexOf(plain(part)))),
  count: (text, [part]) => BigInt(plain(part) === '' ? lengthOf(text) + 1 : plainOf(text).split(plain(part)).length - 1),
  join: (text, [items = null]) =>
    joinTexts(
      itemsOf(items).map((item, index) =>
        isStr(item) ? item : fail(`sequence item ${index}: expected str instance, ${typeName(item)} found`),
      ),
      text,
    ),
  zfill: (text, [width]) =>
    mapText(text, (all) => all.replace(/^[+-]?/, (sign) => sign + '0'.repeat(Math.max(0, Number(width) - all.length)))),
  center: (text, [width = null, fill = ' ']) => pad(text, Number(width), textArgument(fill), 'both'),
  ljust: (text, [width = null, fill = ' ']) => pad(text, Number(width), textArgument(fill), 'end'),
  rjust: (text, [width = null, fill = ' ']) => pad(text, Number(width), textArgument(fill), 'start'),
  expandtabs: (text, [size = 8n]) => mapText(text, (all) => all.replaceAll('\t', ' '.repeat(Number(size)))),
  isdigit: whether(/^[\p{Nd}\p{No}]+$/u),
  isdecimal: whether(/^\p{Nd}+$/u),
  isnumeric: whether(/^\p{N}+$/u),
  isalpha: whether(/^\p{L}+$/u),
  isalnum: whether(/^[\p{L}\p{N}]+$/u),
  isspace: whether(/^\s+$/),
  isascii: whether(/^\p{ASCII}*$/u),
  isupper: (text) => /\p{L}/u.test(plainOf(text)) && plainOf(text) === plainOf(text).toUpperCase(),
  islower: (text) => /\p{L}/u.test(plainOf(text)) && plainOf(text) === plainOf(text).toLowerCase(),
  istitle: whether(/^\P{L}*(\p{Lu}\p{Ll}*\P{L}*)+$/u),
  isidentifier: whether(/^[\p{L}_][\p{L}\p{N}_]*$/u),
}

/** The first character in capitals, the others not. */
export const capitalize = (text: Str): Str =>
  mapText(text, (all) => all.replace(/^./su, (first) => first.toUpperCase()).replace(/(?<=^.).+/su, (rest) => rest.toLowerCase()))

/** Makes a text as long as `width`, by blanks or what else fills. */
export function pad(text: Str, width: number, fill: Str, where: 'start' | 'end' | 'both'): Str {
  const missing = Math.max(0, width - lengthOf(text))
  const before = where === 'end' ? 0 : where === 'start' ? missing : Math.floor(missing / 2) + (missing & width & 1)
  return concat([...Array<Str>(before).fill(fill), text, ...Array<Str>(missing - before).fill(fill)])
}

const found = (index: number) => (index < 0 ? fail('substring not found') : index)

const anyOf = (texts: Value, holds: (text: string) => boolean) =>
  (texts instanceof Tuple ? texts.items : [texts]).some((text) => holds(plain(text)))

function partition(text: Str, separator: string, index: number, fromEnd: boolean): Value {
  if (index < 0) return new Tuple(fromEnd ? ['', '', text] : [text, '', ''])
  return new Tuple([cut(text, 0, index), cut(text, index, index + separator.length), cut(text, index + separator.length)])
}

/** Puts a text in the place of another, at most so many times; below 0: everywhere. */
export function replaceText(text: Str, from: string, to: Str, most: number): Str {
  if (from !== '') return joinTexts(splitText(text, from, most, false), to)
  const characters = charactersOf(text)
  return concat(
    characters
      .flatMap((one, index) => (most < 0 || index < most ? [to, one] : [one]))
      .concat(most < 0 || characters.length < most ? [to] : []),
  )
}
