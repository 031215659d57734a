import { randomBytes, randomInt } from 'node:crypto'
import type { ChatEvent } from '../chat.ts'
import type { CallReader } from './call-reader.ts'
import type { CallSyntax } from './call-syntax.ts'

/** A call on its way: tells each part of its arguments once. */
export class StreamedCall {
  readonly #reader: CallReader
  readonly #index: number
  readonly #syntax: CallSyntax | undefined
  #id: string | undefined
  #toldLength = 0

  constructor(reader: CallReader, index: number, syntax: CallSyntax | undefined) {
    this.#reader = reader
    this.#index = index
    this.#syntax = syntax
  }

  push(character: string): 'inside' | 'done' | 'broken' {
    return this.#reader.push(character)
  }

  /** Whether anything of it was told. */
  get isTold(): boolean {
    return this.#id !== undefined
  }

  /** What is new since the last time. Nothing before the name is known and the arguments have begun. */
  news(): OutputEvent[] {
    return this.#reader.name !== undefined && this.#reader.argumentsText !== '' ? this.#tell(this.#reader.name) : []
  }

  /** The last of the news, and the call as a whole. */
  end(): OutputEvent[] {
    const { name = '', argumentsText } = this.#reader
    const news = this.#tell(name)
    return [...news, { type: 'tool-call', call: { id: this.#id ?? '', name, arguments: argumentsText } }]
  }

  #tell(name: string): OutputEvent[] {
    const events: OutputEvent[] = []
    if (this.#id === undefined) {
      this.#id = this.#reader.id ?? newCallId(this.#syntax)
      events.push({ type: 'tool-call-start', index: this.#index, id: this.#id, name })
    }
    const more = this.#reader.argumentsText.slice(this.#toldLength)
    this.#toldLength += more.length
    if (more !== '') events.push({ type: 'tool-call-delta', index: this.#index, argumentsText: more })
    return events
  }
}

const lettersAndDigits = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** An id for a call. Templates of Mistral refuse any but nine letters and digits when the call comes back in a chat. */
function newCallId(syntax: CallSyntax | undefined): string {
  if (syntax === undefined || syntax === 'hermes' || syntax === 'llama-3') return `call_${randomBytes(12).toString('hex')}`
  return Array.from({ length: 9 }, () => lettersAndDigits[randomInt(lettersAndDigits.length)]).join('')
}

/** What a model's text comes to, piece by piece. */
export type OutputEvent = Exclude<ChatEvent, { type: 'start' | 'end' }>
