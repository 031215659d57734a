import { TemplateError } from '../values/value.ts'
import { readString } from './read-string.ts'

/** A word of a template. `begin` and `end` stand around a statement, `open` and `close` around what is printed. */
export type Token = {
  type: 'text' | 'begin' | 'end' | 'open' | 'close' | 'name' | 'string' | 'integer' | 'float' | 'operator'
  text: string
  line: number
}

// As Jinja2 cuts a template with `trim_blocks` and `lstrip_blocks`, which is how chat templates are meant to be read.
const opening = /\{%([-+]?)\s*raw\s*(?:-%\}\s*|%\})|\{([%{#])([-+]?)/g
const commentEnd = /(?:\+#\}|-#\}\s*|#\}\n?)/g
const rawEnd = /\{%([-+]?)\s*endraw\s*(?:\+%\}|-%\}\s*|%\}\n?)/g
const statementEnd = /(?:\+%\}|-%\}\s*|%\}\n?)/y
const printEnd = /(?:-\}\}\s*|\}\})/y
const wordPatterns = [
  ['float', /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy],
  ['integer', /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy],
  ['name', /[\p{L}_][\p{L}\p{N}\p{M}_]*/uy],
  ['operator', /\/\/|\*\*|==|!=|>=|<=|[-+*/%~<>=.:|,;()[\]{}]/y],
] as const
const closers: Record<string, string> = { ')': '(', ']': '[', '}': '{' }

/** Cuts a template into words. Throws `TemplateError`. */
export function lex(source: string): Token[] {
  const template = source.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  const tokens: Token[] = []
  let position = 0
  let line = 1
  let counted = 0
  const lineAt = (index: number) => {
    for (; counted < index; counted++) if (template.charCodeAt(counted) === 10) line++
    return line
  }
  const refuse = (problem: string): never => {
    const error = new TemplateError(problem)
    error.line = lineAt(position)
    throw error
  }
  const addText = (end: number, sign: string, isPrint: boolean) => {
    const text = stripBefore(template.slice(position, end), {
      sign,
      isPrint,
      lineStarts: position === 0 || template[position - 1] === '\n',
    })
    if (text !== '') tokens.push({ type: 'text', text, line: lineAt(position) })
  }
  const find = (pattern: RegExp, from: number, what: string) => {
    pattern.lastIndex = from
    return pattern.exec(template) ?? refuse(`Missing end of ${what}`)
  }
  while (position < template.length) {
    opening.lastIndex = position
    const opened = opening.exec(template)
    addText(opened?.index ?? template.length, opened?.[1] ?? opened?.[3] ?? '', opened?.[2] === '{')
    if (!opened) break
    position = opened.index + opened[0].length
    if (opened[2] === '#') {
      const end = find(commentEnd, position, 'comment tag')
      position = end.index + end[0].length
    } else if (opened[2] === undefined) {
      const end = find(rawEnd, position, 'raw directive')
      addText(end.index, end[1] ?? '', false)
      position = end.index + end[0].length
    } else {
      const isPrint = opened[2] === '{'
      tokens.push({ type: isPrint ? 'open' : 'begin', text: opened[0], line: lineAt(position) })
      position = readWords(isPrint)
    }
  }
  return tokens

  function readWords(isPrint: boolean): number {
    const open: string[] = []
    const end = isPrint ? printEnd : statementEnd
    for (let at = position; at < template.length; ) {
      position = at
      const ended = open.length === 0 ? matchAt(end, template, at) : undefined
      if (ended !== undefined) {
        tokens.push({ type: isPrint ? 'close' : 'end', text: ended, line: lineAt(at) })
        return at + ended.length
      }
      const character = template[at] ?? ''
      if (/\s/.test(character)) {
        at += 1
        continue
      }
      const string = readString(template, at)
      const word = string
        ? undefined
        : wordPatterns.map(([type, pattern]) => ({ type, text: matchAt(pattern, template, at) })).find(({ text }) => text)
      if (string) tokens.push({ type: 'string', text: string.value, line: lineAt(at) })
      else if (!word?.text) return refuse(`Unexpected character ${JSON.stringify(character)}`)
      else {
        tokens.push({ type: word.type, text: word.text, line: lineAt(at) })
        if ('([{'.includes(word.text)) open.push(word.text)
        if (closers[word.text] && open.pop() !== closers[word.text]) return refuse(`Unexpected ${word.text}`)
      }
      at += string?.length ?? word?.text?.length ?? 1
    }
    return refuse(`Missing end of ${isPrint ? 'print' : 'statement'} tag`)
  }
}

function matchAt(pattern: RegExp, text: string, index: number): string | undefined {
  pattern.lastIndex = index
  return pattern.exec(text)?.[0]
}

function stripBefore(text: string, { sign, isPrint, lineStarts }: { sign: string; isPrint: boolean; lineStarts: boolean }): string {
  if (sign === '-') return text.trimEnd()
  if (sign === '+' || isPrint) return text
  const lineStart = text.lastIndexOf('\n') + 1
  return (lineStart > 0 || lineStarts) && text.slice(lineStart).trim() === '' ? text.slice(0, lineStart) : text
}
