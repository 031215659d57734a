/**
 * Our own reader, because llama.cpp's tells its reason to stderr alone and reads nested groups by recursion, so that a
 * hostile text ends the process; the one library on npm that reads GBNF (gbnf) gives no tree that could be checked.
 */
import {
  type CodePointRange,
  choice,
  type Expression,
  everyCharacter,
  type Grammar,
  normaliseRanges,
  repeat,
  sequence,
  subtractRanges,
} from '../grammar.ts'
import { GrammarFault } from '../grammar-fault.ts'

/** A grammar as its author wrote it, and the lines of its rules to quote in errors. */
export type ParsedGbnf = { grammar: Grammar; lines: ReadonlyMap<string, string> }

const mostCharacters = 262_144
const mostNesting = 32

/** Reads GBNF. llama.cpp's token forms `<…>` and `!<…>` are not part of it. Throws `GrammarFault` that quotes the line. */
export function parseGbnf(text: string): ParsedGbnf {
  if (text.length > mostCharacters) throw new GrammarFault(`It is longer than ${mostCharacters} characters`)
  return new GbnfReader(text).read()
}

class GbnfReader {
  readonly #text: string
  #at = 0
  #nesting = 0

  constructor(text: string) {
    this.#text = text
  }

  read(): ParsedGbnf {
    const grammar: Grammar = new Map()
    const lines = new Map<string, string>()
    this.#skipSpace(true)
    while (this.#at < this.#text.length) {
      const line = this.#line()
      const name = this.#match(/[a-zA-Z0-9-]+/y) ?? this.#fail('a rule name is expected')
      if (grammar.has(name)) this.#fail(`the rule "${name}" is defined twice`)
      this.#skipSpace(false)
      if (!this.#match(/::=/y)) this.#fail('"::=" is expected after the rule name')
      this.#skipSpace(true)
      grammar.set(name, this.#alternatives())
      lines.set(name, line)
      if (this.#at < this.#text.length && !this.#match(/\r\n?|\n/y)) this.#fail(`"${this.#peek()}" is not expected here`)
      this.#skipSpace(true)
    }
    return { grammar, lines }
  }

  #alternatives(): Expression {
    const options = [this.#sequence()]
    while (this.#match(/\|/y)) {
      this.#skipSpace(true)
      options.push(this.#sequence())
    }
    return choice(...options)
  }

  #sequence(): Expression {
    const items: Expression[] = []
    for (let item = this.#item(); item; item = this.#item()) {
      this.#skipSpace(this.#nesting > 0)
      items.push(this.#repetitions(item))
    }
    return sequence(...items)
  }

  #item(): Expression | undefined {
    const next = this.#peek()
    if (next === '"') return this.#literal()
    if (next === '[') return this.#class()
    if (next === '(') return this.#group()
    if (this.#match(/\./y)) return { type: 'class', ranges: everyCharacter }
    if (/[<!]/.test(next)) this.#fail('tokens by name or number are not supported; write their text')
    if (/[*+?{]/.test(next)) this.#fail(`there is nothing that "${next}" could repeat`)
    const rule = this.#match(/[a-zA-Z0-9-]+/y)
    return rule === undefined ? undefined : { type: 'reference', rule }
  }

  #repetitions(item: Expression): Expression {
    let repeated = item
    for (;;) {
      const mark = this.#match(/[*+?]|\{[ \t]*(\d+)[ \t]*(?:,[ \t]*(\d*)[ \t]*)?\}/y)
      if (mark === undefined) {
        if (this.#peek() === '{') this.#fail('a repetition is written {2}, {2,} or {2,5}')
        return repeated
      }
      const [least, most] = countsOf(mark)
      if (most !== undefined && most < least) this.#fail('a repetition cannot end before it begins')
      repeated = repeat(repeated, least, most)
      this.#skipSpace(this.#nesting > 0)
    }
  }

  #literal(): Expression {
    this.#at += 1
    let text = ''
    while (this.#peek() !== '"') text += String.fromCodePoint(this.#character('a text in quotes is not closed'))
    this.#at += 1
    return text === '' ? sequence() : { type: 'literal', text }
  }

  #class(): Expression {
    this.#at += 1
    const negated = this.#match(/\^/y) !== undefined
    const given: CodePointRange[] = []
    while (this.#peek() !== ']') {
      const first = this.#character('a class is not closed')
      const isRange = this.#peek() === '-' && this.#text[this.#at + 1] !== ']'
      if (isRange) this.#at += 1
      const last = isRange ? this.#character('a class is not closed') : first
      if (last < first) this.#fail('a range in a class cannot end before it begins')
      given.push([first, last])
    }
    this.#at += 1
    const ranges = normaliseRanges(negated ? subtractRanges(everyCharacter, given) : given)
    if (given.length === 0 || ranges.length === 0) this.#fail('a class matches no character')
    return { type: 'class', ranges }
  }

  #group(): Expression {
    this.#at += 1
    this.#nesting += 1
    if (this.#nesting > mostNesting) this.#fail(`groups are nested more than ${mostNesting} deep`)
    this.#skipSpace(true)
    const inner = this.#alternatives()
    this.#nesting -= 1
    if (!this.#match(/\)/y)) this.#fail('a group is not closed')
    return inner
  }

  #character(unclosed: string): number {
    if (this.#at >= this.#text.length) this.#fail(unclosed)
    const written = this.#match(/\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[trn\\"[\]-])|[^\\]/uy)
    if (written === undefined) this.#fail('an escape is unknown')
    const point = codePointOf(written)
    if (point === 0 || (point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff) this.#fail('a character is no Unicode text')
    return point
  }

  #peek(): string {
    return this.#text[this.#at] ?? ''
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    this.#at += found?.length ?? 0
    return found
  }

  #skipSpace(newlines: boolean): void {
    this.#match(newlines ? /(?:[ \t\r\n]|#[^\r\n]*)*/y : /(?:[ \t]|#[^\r\n]*)*/y)
  }

  #line(): string {
    const start = this.#text.lastIndexOf('\n', this.#at - 1) + 1
    const number = this.#text.slice(0, start).split('\n').length
    const line = this.#text.slice(start).split(/\r?\n/, 1)[0] ?? ''
    return `line ${number}, ${JSON.stringify(line.slice(0, 160))}`
  }

  #fail(problem: string): never {
    throw new GrammarFault(`In ${this.#line()}: ${problem}`)
  }
}

const controlEscapes: Record<string, string> = { t: '\t', r: '\r', n: '\n' }

function codePointOf(written: string): number {
  if (!written.startsWith('\\')) return written.codePointAt(0) ?? 0
  const mark = written[1] ?? ''
  return /[xuU]/.test(mark) ? Number.parseInt(written.slice(2), 16) : ((controlEscapes[mark] ?? mark).codePointAt(0) ?? 0)
}

/** The bounds of a repetition mark. */
function countsOf(mark: string): [least: number, most: number | undefined] {
  if (mark === '*') return [0, undefined]
  if (mark === '+') return [1, undefined]
  if (mark === '?') return [0, 1]
  const [least = '', most] = mark.slice(1, -1).split(',')
  const end = most === undefined ? Number(least) : most.trim() === '' ? undefined : Number(most)
  return [Number(least), end]
}
