import { randomBytes, randomInt } from 'node:crypto'
import type { CallSyntax } from './call-syntax.ts'

const lettersAndDigits = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** An id for a call. Templates of Mistral refuse any but nine letters and digits when the call comes back in a chat. */
export function newCallId(syntax: CallSyntax | undefined): string {
  if (syntax === undefined || syntax === 'hermes' || syntax === 'llama-3') return `call_${randomBytes(12).toString('hex')}`
  return Array.from({ length: 9 }, () => lettersAndDigits[randomInt(lettersAndDigits.length)]).join('')
}
