/** A stretch of a text, from its first code unit to the one behind its last. */
export type Range = readonly [from: number, to: number]

/** A text of which stretches, `foreign`, come from a caller, or that is `safe`: what is put to it is escaped, as to Jinja2's `Markup`. */
export class Text {
  readonly plain: string
  readonly foreign: readonly Range[]
  readonly safe: boolean

  constructor(plain: string, foreign: readonly Range[], safe = false) {
    this.plain = plain
    this.foreign = foreign
    this.safe = safe
  }
}

/** Text as templates handle it: of their own, or with stretches that a caller sent. */
export type Str = string | Text

/** All of a text as a caller's. */
export const foreignText = (plain: string): Str => (plain === '' ? '' : new Text(plain, [[0, plain.length]]))

export const isStr = (value: unknown): value is Str => typeof value === 'string' || value instanceof Text

/** The text without regard to where it comes from. */
export const plainOf = (text: Str): string => (typeof text === 'string' ? text : text.plain)

/** The stretches of it that a caller sent. */
export const foreignOf = (text: Str): readonly Range[] => (typeof text === 'string' ? [] : text.foreign)

const isSafe = (text: Str) => typeof text !== 'string' && text.safe

const make = (plain: string, foreign: readonly Range[], safe = false): Str =>
  foreign.length === 0 && !safe ? plain : new Text(plain, foreign, safe)

/** The text as one that needs no escaping. */
export const safeText = (text: Str): Str => new Text(plainOf(text), foreignOf(text), true)

/** The part between two code units. */
export function cut(text: Str, from: number, to = plainOf(text).length): Str {
  if (typeof text === 'string') return text.slice(from, to)
  const foreign = text.foreign.flatMap(([start, end]): Range[] => {
    const [first, last] = [Math.max(start, from), Math.min(end, to)]
    return first < last ? [[first - from, last - from]] : []
  })
  return make(text.plain.slice(from, to), foreign, text.safe)
}

/** Texts put together. */
export function concat(texts: readonly Str[]): Str {
  if (texts.every((text) => typeof text === 'string')) return texts.join('')
  const foreign: Range[] = []
  let length = 0
  for (const text of texts) {
    for (const [from, to] of foreignOf(text)) foreign.push([from + length, to + length])
    length += plainOf(text).length
  }
  return make(texts.map(plainOf).join(''), foreign)
}

/** Texts with one between each. */
export const joinTexts = (texts: readonly Str[], between: Str): Str =>
  concat(texts.flatMap((text, index) => (index === 0 ? [text] : [between, text])))

/** Changes the characters. A text that a caller had part in, and whose length changes, counts as the caller's whole. */
export function mapText(text: Str, change: (plain: string) => string): Str {
  if (typeof text === 'string') return change(text)
  const changed = change(text.plain)
  const isKept = changed.length === text.plain.length || text.foreign.length === 0
  return make(changed, isKept ? text.foreign : [[0, changed.length]], text.safe)
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&#39;', '"': '&#34;' }

/** A text with the characters of markup escaped. */
export const escapeMarkup = (text: Str): Str =>
  isSafe(text) ? text : safeText(mapText(text, (plain) => plain.replace(/[&<>'"]/g, (one) => escapes[one] ?? one)))

/** Texts added as `+` adds them: to a safe one, the others are escaped. */
export const addTexts = (texts: readonly Str[]): Str => (texts.some(isSafe) ? safeText(concat(texts.map(escapeMarkup))) : concat(texts))

/** Its characters as Python counts them, by code points. */
export function charactersOf(text: Str): Str[] {
  const characters: Str[] = []
  const plain = plainOf(text)
  for (let index = 0; index < plain.length; ) {
    const next = index + ((plain.codePointAt(index) ?? 0) > 0xffff ? 2 : 1)
    characters.push(cut(text, index, next))
    index = next
  }
  return characters
}

/** How many characters it has, as Python counts them. */
export function lengthOf(text: Str): number {
  const plain = plainOf(text)
  let pairs = 0
  for (let index = 0; index < plain.length; index++) if ((plain.codePointAt(index) ?? 0) > 0xffff) pairs++
  return plain.length - pairs
}
