import { cut, plainOf, type Str } from '../values/text.ts'
import { fail } from '../values/value.ts'

/** As `str.split` and, from the end, `str.rsplit`: at most so many cuts, below 0 all; no separator means white space. */
export function splitText(text: Str, separator: string | undefined, most: number, fromEnd: boolean): Str[] {
  const plain = plainOf(text)
  if (separator === '') return fail('empty separator')
  const gaps = [...plain.matchAll(separator === undefined ? /\s+/g : new RegExp(RegExp.escape(separator), 'g'))].map(
    (match) => [match.index, match.index + match[0].length] as const,
  )
  if (separator !== undefined) return cutAt(text, limit(gaps, most, fromEnd))
  const inner = gaps.filter(([from, to]) => from > 0 && to < plain.length)
  const pieces = cutAt(stripText(text, undefined, 'both'), limit(inner, most, fromEnd).map(shift(plain.length - plain.trimStart().length)))
  const [first] = pieces
  return pieces.length === 1 && first !== undefined && plainOf(first) === '' ? [] : pieces
}

const shift =
  (by: number) =>
  ([from, to]: Gap): Gap => [from - by, to - by]

type Gap = readonly [from: number, to: number]

const limit = (gaps: readonly Gap[], most: number, fromEnd: boolean) =>
  most < 0 ? gaps : fromEnd ? gaps.slice(Math.max(0, gaps.length - most)) : gaps.slice(0, most)

function cutAt(text: Str, gaps: readonly Gap[]): Str[] {
  const ends = [...gaps.map(([from]) => from), plainOf(text).length]
  return ends.map((end, index) => cut(text, index === 0 ? 0 : (gaps[index - 1]?.[1] ?? 0), end))
}

/** As `str.splitlines`. */
export function splitLines(text: Str, keepEnds: boolean): Str[] {
  const plain = plainOf(text)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Python ends lines there too
  const gaps = [...plain.matchAll(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g)].map(
    (match): Gap => [match.index, match.index + match[0].length],
  )
  const lines = keepEnds
    ? cutAt(
        text,
        gaps.map(([, to]) => [to, to]),
      )
    : cutAt(text, gaps)
  return plainOf(lines.at(-1) ?? '') === '' ? lines.slice(0, -1) : lines
}

/** As `str.strip` and its like; no characters means white space. */
export function stripText(text: Str, characters: string | undefined, where: 'start' | 'end' | 'both'): Str {
  const plain = plainOf(text)
  const isStripped = (character: string) => (characters === undefined ? /\s/.test(character) : characters.includes(character))
  let [from, to] = [0, plain.length]
  if (where !== 'end') while (from < to && isStripped(plain[from] ?? '')) from++
  if (where !== 'start') while (to > from && isStripped(plain[to - 1] ?? '')) to--
  return cut(text, from, to)
}
