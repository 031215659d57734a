import type { Expression } from './node.ts'
import type { TokenStream } from './token-stream.ts'

type ParseAny = (stream: TokenStream, choosing?: boolean) => Expression

/** Reads one expression or several with commas, which are a tuple. `closed`: a bracket ends it, so it may be empty. */
export function parseTuple(
  stream: TokenStream,
  parseAny: ParseAny,
  { closed = false, choosing = true, endsBefore }: { closed?: boolean; choosing?: boolean; endsBefore?: string } = {},
): Expression {
  const { line } = stream
  const items: Expression[] = []
  let isTuple = false
  while (!isEnd(stream, endsBefore)) {
    items.push(parseAny(stream, choosing))
    if (!stream.skip('operator', ',')) break
    isTuple = true
  }
  const [first] = items
  if (!isTuple && first) return first
  if (!isTuple && !closed) return stream.refuse('an expression')
  return { type: 'tuple', line, items }
}

const isEnd = (stream: TokenStream, endsBefore: string | undefined) =>
  stream.is('end') || stream.is('close') || stream.is('operator', ')', ']') || (endsBefore !== undefined && stream.is('name', endsBefore))
