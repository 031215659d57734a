import { CallReader, type CallStart } from './calls/call-reader.ts'
import { tagsOf } from './calls/call-syntax.ts'
import type { OutputFormat } from './output-format.ts'
import { followersOf, type MarkSets, markSetsOf, nextMark, type PlacedMark } from './output-marks.ts'
import { type HeadReading, readHead } from './read-head.ts'
import { partialSuffixLength } from './stop-scanner.ts'
import { type OutputEvent, StreamedCall } from './streamed-call.ts'

/** `broken-call`: the rest of a call that was told and then broke off, up to its end. */
type Mode = 'content' | 'reasoning' | 'call' | 'broken-call' | 'between-calls' | 'head'

/** Sorts a model's text, piece by piece, into content, reasoning and tool calls. However it is cut, the result is the same. */
export class OutputParser {
  readonly #format: OutputFormat
  readonly #marks: MarkSets
  readonly #hasMarks: boolean
  #mode: Mode
  #pending = ''
  // White space around marks belongs to them, not to the content.
  #trimming: boolean
  #call: StreamedCall | undefined
  /** What was read as a call, white space before it included: text again when it turns out to be none. */
  #callText = ''
  #lead = ''
  #trimsGivenBack = false
  #callCount = 0
  #lineStarts = true
  #isWhole = false
  #isSeparated = false

  constructor(format: OutputFormat) {
    this.#format = format
    this.#marks = markSetsOf(format)
    this.#hasMarks = this.#marks.content.length > 0 || format.calls !== undefined
    this.#mode = format.channels ? 'head' : format.startsReasoning ? 'reasoning' : 'content'
    this.#trimming = this.#hasMarks
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

  /** Ends the text; returns what was held back. A call that never ended is told as far as it came, and is no text. */
  end(): OutputEvent[] {
    this.#isWhole = true
    const events: OutputEvent[] = []
    while (this.#advance(events));
    return [...events, ...this.#endMode()]
  }

  #endMode(): OutputEvent[] {
    const mode = this.#mode
    const rest = this.#pending
    this.#pending = ''
    if (mode === 'call') return this.#call?.isNamed ? this.#call.end() : []
    if (mode === 'between-calls' || mode === 'broken-call') return []
    if (mode !== 'head') return this.#emit(rest, this.#trimming)
    const head = this.#readHead(rest, true)
    if (head.type !== 'content' || head.length > 0) return []
    this.#mode = 'content'
    return this.#emit(rest, this.#trimming)
  }

  /** Does what can be done with the pending text; says whether more can. */
  #advance(events: OutputEvent[]): boolean {
    switch (this.#mode) {
      case 'call':
        return this.#readCall(events)
      case 'between-calls':
        return this.#readBetweenCalls()
      case 'broken-call':
        return this.#passBrokenCall()
      case 'head':
        return this.#passHead()
    }
    const mark = nextMark(this.#pending, this.reasoning ? this.#marks.reasoning : this.#marks.content)
    const bare = this.#bareCallAt(mark?.index ?? this.#pending.length)
    if (bare !== undefined) {
      events.push(...this.#emit(this.#pending.slice(0, bare), true))
      this.#startCall(this.#pending.slice(0, bare), this.#pending.slice(bare), { bare: true })
      return true
    }
    if (mark && !this.#mayGrow(mark)) {
      this.#passMark(mark, events)
      return true
    }
    const safe = mark ? 0 : this.#pending.length - this.#heldLength()
    events.push(...this.#emit(this.#pending.slice(0, safe), false))
    this.#pending = this.#pending.slice(safe)
    return false
  }

  /** Whether more text may make it a longer mark that begins there too. */
  #mayGrow(mark: PlacedMark): boolean {
    const rest = this.#pending.slice(mark.index)
    const marks = this.reasoning ? this.#marks.reasoning : this.#marks.content
    return !this.#isWhole && marks.some(({ text }) => text.length > rest.length && text.startsWith(rest))
  }

  #passMark(mark: PlacedMark, events: OutputEvent[]): void {
    const before = this.#pending.slice(0, mark.index)
    const behind = this.#pending.slice(mark.index + mark.text.length)
    if (mark.leadsTo === 'dropped') {
      this.#pending = before + behind
      return
    }
    events.push(...this.#emit(before, true))
    if (mark.leadsTo === 'call') {
      this.#startCall(before, this.#pending.slice(mark.index))
      return
    }
    this.#pending = behind
    this.#mode = mark.leadsTo
    this.#trimming = true
  }

  #readHead(text: string, isWhole: boolean): HeadReading {
    return this.#format.channels ? readHead(text, this.#format.channels, isWhole) : { type: 'content', length: 0 }
  }

  #passHead(): boolean {
    const head = this.#readHead(this.#pending, false)
    if (head.type === 'unknown') return false
    this.#trimming = true
    if (head.type === 'call' && this.#format.calls) {
      this.#startCall('', this.#pending.slice(head.length), { name: head.name })
      return true
    }
    this.#mode = head.type === 'reasoning' ? 'reasoning' : 'content'
    this.#pending = this.#pending.slice(head.length)
    return true
  }

  /** Where a call begins that is a JSON object at the start of a line, before that place. */
  #bareCallAt(limit: number): number | undefined {
    if (!this.#format.calls?.bare || this.#mode !== 'content') return undefined
    const match = (this.#lineStarts ? /(?:^|\n)[^\S\n]*\{/ : /\n[^\S\n]*\{/).exec(this.#pending.slice(0, limit))
    if (!match) return undefined
    return match.index + match[0].length - 1
  }

  #startCall(before: string, text: string, start: CallStart = {}): void {
    const { calls, tools } = this.#format
    if (!calls) return
    this.#mode = 'call'
    this.#lead = before.slice(before.trimEnd().length)
    this.#callText = ''
    this.#call = new StreamedCall(new CallReader(calls, tools, start), this.#callCount, calls.idLength)
    this.#trimsGivenBack = this.#trimming
    this.#pending = text
  }

  #readCall(events: OutputEvent[]): boolean {
    const call = this.#call
    if (!call) return false
    let read = 0
    let isTellable = call.isTellable
    let state: 'inside' | 'done' | 'broken' = 'inside'
    for (const character of this.#pending) {
      read += character.length
      this.#callText += character
      state = call.push(character)
      if (state !== 'inside') break
      isTellable ||= call.isTellable
    }
    this.#pending = this.#pending.slice(read)
    if (state === 'inside') {
      events.push(...call.news())
      return false
    }
    // What could be told stays a call, as far as it came.
    if (state === 'broken' && !isTellable) this.#giveBack(events)
    else this.#endCall(call, events, state === 'broken' && this.#callEnds.length > 0 ? 'broken-call' : 'between-calls')
    return true
  }

  #endCall(call: StreamedCall, events: OutputEvent[], mode: Mode): void {
    events.push(...call.end())
    this.#pending = call.rest + this.#pending
    this.#callCount += 1
    this.#call = undefined
    this.#isSeparated = false
    this.#mode = mode
  }

  // What was no call is text but for its mark, and may still hold the beginning of one.
  #giveBack(events: OutputEvent[]): void {
    const { triggers = [], callOpen = '' } = this.#format.calls ?? {}
    const mark = [...triggers, ...tagsOf(callOpen)].find((text) => this.#callText.startsWith(text))
    const [first = ''] = this.#callText
    this.#pending = this.#callText.slice(mark?.length ?? first.length) + this.#pending
    this.#call = undefined
    this.#mode = 'content'
    this.#trimming = this.#trimsGivenBack
    events.push(...this.#emit(this.#lead + (mark === undefined ? first : ''), false))
  }

  get #callEnds(): string[] {
    const { callClose = '', close = '' } = this.#format.calls ?? {}
    return [callClose, close].flatMap(tagsOf)
  }

  #passBrokenCall(): boolean {
    const end = nextMark(
      this.#pending,
      this.#callEnds.map((text) => ({ text, leadsTo: 'dropped' })),
    )
    if (!end) return false
    this.#pending = this.#pending.slice(end.index)
    this.#mode = 'between-calls'
    return true
  }

  /** Passes what stands between two calls, or behind the last. */
  #readBetweenCalls(): boolean {
    const { calls, channels, tools } = this.#format
    const rest = this.#pending.trimStart()
    if (rest === '' || !calls) return false
    const followers = followersOf(calls)
    if (channels && [channels.start, ...channels.ends].some((mark) => rest.startsWith(mark))) {
      this.#mode = 'head'
      return true
    }
    const follower = followers.find((text) => rest.startsWith(text))
    const ends = [...followers, ...calls.triggers, ...(channels ? [...channels.ends, channels.start] : [])]
    if (!follower && ends.some((text) => text.length > rest.length && text.startsWith(rest))) return false
    if (follower || (calls.bare && rest.startsWith(';'))) {
      this.#pending = rest.slice(follower?.length ?? 1)
      this.#isSeparated = follower !== undefined && follower === calls.between.trim()
      return true
    }
    const head = calls.callOpen.trim()
    const next = head.startsWith('{') ? '{' : (head.split(/[\s\uE000\uE001]/)[0] ?? '')
    if (tools.length > 0 && !calls.bare && (next === '' ? this.#isSeparated : rest.startsWith(next))) {
      this.#startCall('', rest)
      return true
    }
    if (next.length > rest.length && next.startsWith(rest)) return false
    this.#mode = 'content'
    this.#trimming = true
    this.#lineStarts = true
    return true
  }

  // What may be the start of a mark, and white space that may stand before one.
  #heldLength(): number {
    const marks = this.reasoning ? this.#marks.reasoning : this.#marks.content
    const partial = partialSuffixLength(
      this.#pending,
      marks.map((mark) => mark.text),
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
    this.#lineStarts = false
    return [{ type: this.#mode === 'reasoning' ? 'reasoning-delta' : 'text-delta', text: trimmed }]
  }
}
