import { type CallReader, JsonCallReader, NamedCallReader } from './call-reader.ts'
import { type CallSyntax, callMarks, callSyntaxOf } from './call-syntax.ts'
import type { ChatEvent, ChatRequest } from './chat.ts'
import { newCallId } from './new-call-id.ts'
import { partialSuffixLength } from './partial-suffix-length.ts'

/** What the model's output may hold besides text. */
export type OutputFormat = {
  /** `<think>…</think>` is reasoning. */
  reasoning: boolean
  /** The prompt ended inside `<think>`. */
  startsReasoning: boolean
  /** How calls are written; undefined when none are looked for. */
  calls: CallSyntax | undefined
  /** Names of the tools that were offered. */
  toolNames: readonly string[]
}

type OutputEvent = Exclude<ChatEvent, { type: 'start' | 'end' }>
type Mode = 'content' | 'reasoning' | 'call' | 'between-calls'

/** `owed`: the end of a call that was complete before it; it is dropped wherever it comes. */
type Mark = { text: string; leadsTo: Mode | 'owed' }

const think = { open: '<think>', close: '</think>' } as const
const hermesEnd = '</tool_call>'

/** The output format of the family a template belongs to. `promptEnd` is how the rendered prompt ends. */
export function outputFormatOf(
  chatTemplate: string,
  promptEnd: string,
  { tools = [], toolChoice }: Pick<ChatRequest, 'tools' | 'toolChoice'>,
): OutputFormat {
  const areOffered = tools.length > 0 && toolChoice !== 'none'
  return {
    reasoning: chatTemplate.includes(think.close),
    startsReasoning: promptEnd.trimEnd().endsWith(think.open),
    calls: areOffered ? callSyntaxOf(chatTemplate) : undefined,
    toolNames: areOffered ? tools.map((tool) => tool.function.name) : [],
  }
}

/** Sorts a model's text, piece by piece, into content, reasoning and tool calls. However it is cut, the result is the same. */
export class OutputParser {
  readonly #format: OutputFormat
  #mode: Mode
  #pending = ''
  // White space around marks belongs to them, not to the content.
  #trimming: boolean
  #call: StreamedCall | undefined
  /** What was read as a call, mark and white space before it included: text again when it turns out to be none. */
  #callText = ''
  #trimsGivenBack = false
  #callCount = 0
  #isArray = false
  #owesEnd = false
  #bareCallAllowed: boolean

  constructor(format: OutputFormat) {
    this.#format = format
    this.#mode = format.startsReasoning ? 'reasoning' : 'content'
    this.#trimming = this.#hasMarks
    this.#bareCallAllowed = format.calls === 'llama-3'
  }

  get #hasMarks() {
    return this.#format.reasoning || this.#format.calls !== undefined
  }

  get reasoning(): boolean {
    return this.#mode === 'reasoning'
  }

  /** Takes more text; returns what it completes. */
  push(text: string): OutputEvent[] {
    this.#pending += text
    const events: OutputEvent[] = []
    while (this.#advance(events));
    return events
  }

  /** Ends the text; returns what was held back. A call that never ended is given back as the text it was. */
  end(): OutputEvent[] {
    const isLeftOver = this.#mode === 'between-calls'
    const rest = this.#mode === 'call' ? this.#callText : isLeftOver ? '' : this.#pending
    this.#pending = ''
    if (this.#mode === 'call') {
      this.#mode = 'content'
      this.#trimming = this.#trimsGivenBack
    }
    return this.#emit(rest, this.#trimming)
  }

  /** Does what can be done with the pending text; says whether more can. */
  #advance(events: OutputEvent[]): boolean {
    if (this.#mode === 'call') return this.#readCall(events)
    if (this.#mode === 'between-calls') return this.#readBetweenCalls()
    if (this.#startsBareCall()) return true
    const mark = this.#nextMark()
    if (mark) {
      this.#passMark(mark, events)
      return true
    }
    const safe = this.#pending.length - this.#heldLength()
    events.push(...this.#emit(this.#pending.slice(0, safe), false))
    this.#pending = this.#pending.slice(safe)
    return false
  }

  #passMark(mark: Mark & { index: number }, events: OutputEvent[]): void {
    const before = this.#pending.slice(0, mark.index)
    this.#pending = this.#pending.slice(mark.index + mark.text.length)
    const kept = before.trimEnd()
    events.push(...this.#emit(before, true))
    if (mark.leadsTo === 'owed') {
      this.#owesEnd = false
      return
    }
    if (mark.leadsTo === 'call') this.#startCall(before.slice(kept.length) + mark.text)
    else this.#mode = mark.leadsTo
    this.#trimming = true
  }

  #startCall(lead: string): void {
    this.#mode = 'call'
    this.#callText = lead
    this.#call = undefined
    this.#trimsGivenBack = this.#trimming
  }

  // Llama 3 writes a call without any mark, when its whole answer is one.
  #startsBareCall(): boolean {
    if (!this.#bareCallAllowed || this.#mode !== 'content' || !/^\s*\{/.test(this.#pending)) return false
    this.#bareCallAllowed = false
    this.#startCall('')
    return true
  }

  #readCall(events: OutputEvent[]): boolean {
    let read = 0
    let state: 'inside' | 'done' | 'broken' = 'inside'
    for (const character of this.#pending) {
      read += character.length
      this.#callText += character
      if (!this.#call && /\s/.test(character)) continue
      if (!this.#call && character === '[' && this.#format.calls?.startsWith('mistral') && !this.#isArray) {
        this.#isArray = true
        continue
      }
      this.#call ??= new StreamedCall(this.#readerFor(character), this.#callCount, this.#format.calls)
      state = this.#call.push(character)
      if (state !== 'inside') break
    }
    this.#pending = this.#pending.slice(read)
    if (state === 'inside') {
      events.push(...(this.#call?.news() ?? []))
      return false
    }
    if (state === 'done') this.#endCall(events)
    else this.#giveBack(events)
    return true
  }

  #endCall(events: OutputEvent[]): void {
    events.push(...(this.#call?.end() ?? []))
    this.#callCount += 1
    this.#call = undefined
    this.#callText = ''
    this.#mode = 'between-calls'
    this.#owesEnd = this.#format.calls === 'hermes'
  }

  // What was no call may still hold the beginning of one, behind its first character.
  #giveBack(events: OutputEvent[]): void {
    const mark = this.#format.calls ? callMarks[this.#format.calls] : ''
    const markEnd = this.#callText.indexOf(mark) + mark.length
    const lead = this.#callText.trimStart().startsWith(mark) ? this.#callText.slice(0, markEnd) : this.#callText.slice(0, 1)
    this.#pending = this.#callText.slice(lead.length) + this.#pending
    if (this.#call?.isTold) this.#callCount += 1
    this.#call = undefined
    this.#isArray = false
    this.#mode = 'content'
    this.#trimming = this.#trimsGivenBack
    events.push(...this.#emit(lead, false))
  }

  /** Passes what stands between two calls, or behind the last. */
  #readBetweenCalls(): boolean {
    const rest = this.#pending.trimStart()
    const syntax = this.#format.calls
    if (rest === '') return false
    if (syntax === 'hermes' && this.#owesEnd && hermesEnd.startsWith(rest) && rest !== hermesEnd) return false
    if (syntax === 'hermes' && this.#owesEnd && rest.startsWith(hermesEnd)) {
      this.#owesEnd = false
      this.#pending = rest.slice(hermesEnd.length)
      return true
    }
    if (this.#isArray && rest.startsWith(',')) {
      this.#pending = rest.slice(1)
      this.#startCall(',')
      return true
    }
    if (this.#isArray && rest.startsWith(']')) {
      this.#isArray = false
      this.#pending = rest.slice(1)
      return true
    }
    if (syntax === 'llama-3' && rest.startsWith(';')) {
      this.#pending = rest.slice(1)
      return true
    }
    this.#bareCallAllowed = syntax === 'llama-3'
    this.#isArray = false
    this.#mode = 'content'
    return true
  }

  #readerFor(character: string): CallReader {
    const { calls, toolNames } = this.#format
    const isNamed = calls !== 'hermes' && calls !== 'llama-3' && !this.#isArray && character !== '{'
    if (isNamed) return new NamedCallReader()
    return new JsonCallReader(calls === 'llama-3' ? { names: toolNames, otherMembers: false } : { names: 'any', otherMembers: true })
  }

  #marks(): Mark[] {
    if (this.#mode === 'reasoning') return [{ text: think.close, leadsTo: 'content' }]
    const { reasoning, calls } = this.#format
    return [
      ...(reasoning ? [{ text: think.open, leadsTo: 'reasoning' } as const] : []),
      ...(calls ? [{ text: callMarks[calls], leadsTo: 'call' } as const] : []),
      ...(this.#owesEnd ? [{ text: hermesEnd, leadsTo: 'owed' } as const] : []),
    ]
  }

  #nextMark(): (Mark & { index: number }) | undefined {
    return this.#marks()
      .map((mark) => ({ ...mark, index: this.#pending.indexOf(mark.text) }))
      .filter((mark) => mark.index >= 0)
      .sort((a, b) => a.index - b.index)[0]
  }

  // What may be the start of a mark, and white space that may stand before one.
  #heldLength(): number {
    const partial = partialSuffixLength(
      this.#pending,
      this.#marks().map((mark) => mark.text),
    )
    if (!this.#hasMarks) return partial
    const settled = this.#pending.slice(0, this.#pending.length - partial)
    return this.#pending.length - settled.trimEnd().length
  }

  #emit(text: string, closing: boolean): OutputEvent[] {
    const started = this.#trimming ? text.trimStart() : text
    const trimmed = closing && this.#hasMarks ? started.trimEnd() : started
    if (trimmed === '') return []
    this.#trimming = false
    if (this.#mode === 'content') this.#bareCallAllowed = false
    return [{ type: this.#mode === 'reasoning' ? 'reasoning-delta' : 'text-delta', text: trimmed }]
  }
}

/** A call on its way: tells each part of its arguments once. */
class StreamedCall {
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
