import { randomBytes, randomInt } from 'node:crypto'
import type { ChatEvent } from '../chat.ts'
import type { CallReader } from './calls/call-reader.ts'

/** A call on its way: tells each part of its arguments once. */
export class StreamedCall {
  readonly #reader: CallReader
  readonly #index: number
  readonly #idLength: number | undefined
  #id: string | undefined
  #toldLength = 0

  /** `idLength`: of the id that it gets, where its family asks for one. */
  constructor(reader: CallReader, index: number, idLength: number | undefined) {
    this.#reader = reader
    this.#index = index
    this.#idLength = idLength
  }

  push(character: string): 'inside' | 'done' | 'broken' {
    return this.#reader.push(character)
  }

  get rest(): string {
    return this.#reader.rest
  }

  /** Whether enough of it is known to be told. */
  get isTellable(): boolean {
    return this.#reader.name !== undefined && this.#reader.argumentsText !== ''
  }

  /** Whether it is known which tool it calls. */
  get isNamed(): boolean {
    return this.#reader.name !== undefined
  }

  /** What is new since the last time. Nothing before the name is known and the arguments have begun. */
  news(): OutputEvent[] {
    return this.isTellable ? this.#tell(this.#reader.name ?? '') : []
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
      this.#id = this.#reader.id ?? newCallId(this.#idLength)
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
function newCallId(length: number | undefined): string {
  if (length === undefined) return `call_${randomBytes(12).toString('hex')}`
  return Array.from({ length }, () => lettersAndDigits[randomInt(lettersAndDigits.length)]).join('')
}

/** What a model's text comes to, piece by piece. */
export type OutputEvent = Exclude<ChatEvent, { type: 'start' | 'end' }>
