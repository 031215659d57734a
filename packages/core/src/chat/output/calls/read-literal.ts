import type { LiteralDialect } from './call-syntax.ts'
import { BrokenText, type Cursor, type Reading } from './cursor.ts'

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

/** Reads arguments in brackets as a language other than JSON writes them; gives JSON. The opening bracket is taken. */
export function* readLiteralMembers(cursor: Cursor, close: string, dialect: LiteralDialect): Reading<string> {
  const members: string[] = []
  for (;;) {
    const character = yield* cursor.takeInk()
    if (character === close) return `{${members.join(', ')}}`
    if (character !== ',' || members.length === 0) cursor.back(character)
    else continue
    const key = yield* readKey(cursor, dialect)
    members.push(`${JSON.stringify(key)}: ${yield* readLiteral(cursor, dialect)}`)
  }
}

function* readKey(cursor: Cursor, dialect: LiteralDialect): Reading<string> {
  const quote = yield* takeQuote(cursor, dialect)
  if (quote === undefined) return (yield* cursor.until(dialect.sign, 512)).trim()
  const key = yield* readText(cursor, quote)
  yield* cursor.expect(dialect.sign === '=' ? ':' : dialect.sign)
  return key
}

/** The opening quote that comes, taken; undefined where none does. */
function* takeQuote(cursor: Cursor, { quotes }: LiteralDialect): Reading<string | undefined> {
  const chosen = yield* cursor.choose(['', ...quotes])
  return chosen === 0 ? undefined : quotes[chosen - 1]
}

function* readText(cursor: Cursor, quote: string): Reading<string> {
  if (quote.length > 1) return yield* cursor.until(quote)
  let text = ''
  for (;;) {
    const character = yield* cursor.take()
    if (character === quote) return text
    if (character !== '\\') {
      text += character
      continue
    }
    const escaped = yield* cursor.take()
    text += escaped === 'u' ? yield* readCode(cursor) : (escapes[escaped] ?? (`\\'"/`.includes(escaped) ? escaped : `\\${escaped}`))
  }
}

function* readCode(cursor: Cursor): Reading<string> {
  let digits = ''
  while (digits.length < 4) digits += yield* cursor.take()
  return String.fromCharCode(Number.parseInt(digits, 16))
}

function* readLiteral(cursor: Cursor, dialect: LiteralDialect): Reading<string> {
  const quote = yield* takeQuote(cursor, dialect)
  if (quote !== undefined) return JSON.stringify(yield* readText(cursor, quote))
  const first = yield* cursor.takeInk()
  if (first === '{') return yield* readLiteralMembers(cursor, '}', dialect)
  if (first === '[' || first === '(') return yield* readItems(cursor, first === '[' ? ']' : ')', dialect)
  let word = first
  for (;;) {
    const character = yield* cursor.take()
    if (/[\s,\]})]/.test(character)) {
      cursor.back(character)
      return toJsonWord(word, dialect)
    }
    word += character
  }
}

function* readItems(cursor: Cursor, close: string, dialect: LiteralDialect): Reading<string> {
  const items: string[] = []
  for (;;) {
    const character = yield* cursor.takeInk()
    if (character === close) return `[${items.join(', ')}]`
    if (character === ',' && items.length > 0) continue
    cursor.back(character)
    items.push(yield* readLiteral(cursor, dialect))
  }
}

function toJsonWord(word: string, { constants }: LiteralDialect): string {
  const known =
    Object.entries(constants).find(([, written]) => written === word)?.[0] ?? { True: 'true', False: 'false', None: 'null' }[word]
  if (known !== undefined) return known
  if (/^(true|false|null|-?\d+(\.\d+)?([eE][+-]?\d+)?)$/.test(word)) return word
  throw new BrokenText(`${word} is no value`)
}
