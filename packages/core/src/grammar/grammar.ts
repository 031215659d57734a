/** Code points from the first to the last, both included. */
export type CodePointRange = readonly [first: number, last: number]

/** What a rule of a grammar matches. */
export type Expression =
  | { type: 'literal'; text: string }
  | { type: 'class'; ranges: readonly CodePointRange[] }
  | { type: 'sequence'; items: readonly Expression[] }
  | { type: 'choice'; options: readonly Expression[] }
  | { type: 'repeat'; item: Expression; least: number; most: number | undefined }
  | { type: 'reference'; rule: string }

/** Rules by name, of letters, digits and dashes. */
export type Grammar = Map<string, Expression>

/** Matches the empty text only. */
export const empty: Expression = { type: 'sequence', items: [] }

/** Matches nothing at all. */
export const never: Expression = { type: 'choice', options: [] }

export const isNever = (expression: Expression): boolean => expression.type === 'choice' && expression.options.length === 0

export const literal = (text: string): Expression => (text === '' ? empty : { type: 'literal', text })

export const reference = (rule: string): Expression => ({ type: 'reference', rule })

/** One after the other. A text that can never come makes the whole impossible. */
export function sequence(...items: readonly Expression[]): Expression {
  if (items.some(isNever)) return never
  const flat = items.flatMap((item) => (item.type === 'sequence' ? item.items : [item]))
  const [only, ...more] = flat
  return only && more.length === 0 ? only : { type: 'sequence', items: flat }
}

/** One of several; what can never come is left out. */
export function choice(...options: readonly Expression[]): Expression {
  const possible = options.flatMap((option) => (option.type === 'choice' ? option.options : [option]))
  const [only, ...more] = possible
  return only && more.length === 0 ? only : { type: 'choice', options: possible }
}

/** As often as `least` to `most` times; without `most`, without end. */
export function repeat(item: Expression, least: number, most?: number): Expression {
  if (most === 0 || (isNever(item) && least === 0)) return empty
  if (isNever(item) || (most !== undefined && most < least)) return never
  return least === 1 && most === 1 ? item : { type: 'repeat', item, least, most }
}

export const optional = (item: Expression): Expression => repeat(item, 0, 1)

/** Any of the characters of a text, or of ranges of code points. */
export function anyOf(...parts: readonly (string | CodePointRange)[]): Expression {
  const ranges = normaliseRanges(parts.flatMap((part) => (typeof part === 'string' ? [...part].map(singleRange) : [part])))
  return ranges.length === 0 ? never : { type: 'class', ranges }
}

const singleRange = (character: string): CodePointRange => {
  const point = character.codePointAt(0) ?? 0
  return [point, point]
}

/** Every character a text can hold. Code point 0 ends texts in llama.cpp, and lone surrogates are no text. */
export const everyCharacter: readonly CodePointRange[] = [
  [0x1, 0xd7ff],
  [0xe000, 0x10ffff],
]

/** What of `ranges` is not in `removed`. */
export function subtractRanges(ranges: readonly CodePointRange[], removed: readonly CodePointRange[]): CodePointRange[] {
  return removed.reduce<CodePointRange[]>(
    (left, [first, last]) =>
      left.flatMap(([from, to]) =>
        last < from || first > to
          ? [[from, to] as const]
          : [[from, first - 1] as const, [last + 1, to] as const].filter(([start, end]) => start <= end),
      ),
    [...ranges],
  )
}

/** Sorted, joined, and without what no text can hold. */
export function normaliseRanges(ranges: readonly CodePointRange[]): CodePointRange[] {
  const possible = subtractRanges(ranges, [
    [Number.NEGATIVE_INFINITY, 0],
    [0xd800, 0xdfff],
    [0x110000, Number.POSITIVE_INFINITY],
  ])
  const joined: [number, number][] = []
  for (const [first, last] of possible.toSorted(([a], [b]) => a - b)) {
    const previous = joined.at(-1)
    if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last)
    else joined.push([first, last])
  }
  return joined
}
