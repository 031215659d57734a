import { lex } from './lexer.ts'
import type { Statement } from './node.ts'
import { parseExpression } from './parse-expression.ts'
import { parseTag } from './parse-tag.ts'
import { parseTuple } from './parse-tuple.ts'
import { TokenStream } from './token-stream.ts'

/** Reads a template. Throws `TemplateError` with the line for what is none. */
export function parseTemplate(source: string): Statement[] {
  const stream = new TokenStream(lex(source))
  const body = parseBody(stream, [])
  return stream.current ? stream.refuse() : body
}

/** Reads statements up to a tag of one of these names, which is left to be read, its begin passed. */
function parseBody(stream: TokenStream, ends: readonly string[]): Statement[] {
  const body: Statement[] = []
  while (stream.current) {
    const { line } = stream
    if (stream.is('text')) body.push({ type: 'text', line, text: stream.take().text })
    else if (stream.is('open')) {
      stream.take()
      body.push({ type: 'print', line, value: parseTuple(stream, parseExpression) })
      stream.expect('close')
    } else {
      stream.expect('begin')
      if (stream.is('name', ...ends) && ends.length > 0) return body
      const statement = parseTag(stream, (...names) => parseBody(stream, names))
      stream.expect('end')
      body.push({ ...statement, line } as Statement)
    }
  }
  return ends.length === 0 ? body : stream.refuse(ends.join(' or '))
}
