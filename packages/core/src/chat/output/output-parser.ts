import { type CallReader, JsonCallReader, NamedCallReader } from './call-reader.ts'
import { callMarks } from './call-syntax.ts'
import type { OutputFormat } from './output-format.ts'
import { hermesEnd, type Mark, marksOf, nextMark, type PlacedMark } from './output-format.ts'
import { partialSuffixLength } from './stop-scanner.ts'
import type { OutputEvent } from './streamed-call.ts'
import { StreamedCall } from './streamed-call.ts'

type Mode = 'content' | 'reasoning' | 'call' | 'between-calls'

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

  get #marks(): Mark[] {
    return marksOf(this.#format, { inReasoning: this.reasoning, owesEnd: this.#owesEnd })
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
    const mark = nextMark(this.#pending, this.#marks)
    if (mark) {
      this.#passMark(mark, events)
      return true
    }
    const safe = this.#pending.length - this.#heldLength()
    events.push(...this.#emit(this.#pending.slice(0, safe), false))
    this.#pending = this.#pending.slice(safe)
    return false
  }

  #passMark(mark: PlacedMark, events: OutputEvent[]): void {
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

  // What may be the start of a mark, and white space that may stand before one.
  #heldLength(): number {
    const partial = partialSuffixLength(
      this.#pending,
      this.#marks.map((mark) => mark.text),
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
