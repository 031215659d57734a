import type { Arguments, Expression } from './node.ts'
import type { TokenStream } from './token-stream.ts'

/** Reads the arguments of a call, brackets included. */
export function parseArguments(stream: TokenStream, parseAny: (stream: TokenStream) => Expression): Arguments {
  const args: Arguments = { positional: [], named: [] }
  stream.expect('operator', '(')
  while (!stream.is('operator', ')')) {
    if (stream.skip('operator', '**')) args.named.push({ name: undefined, value: parseAny(stream) })
    else if (stream.skip('operator', '*')) args.positional.push({ value: parseAny(stream), spread: true })
    else if (stream.is('name') && stream.next?.type === 'operator' && stream.next.text === '=') {
      const name = stream.take().text
      stream.take()
      args.named.push({ name, value: parseAny(stream) })
    } else args.positional.push({ value: parseAny(stream), spread: false })
    if (!stream.is('operator', ')')) stream.expect('operator', ',')
  }
  stream.take()
  return args
}
