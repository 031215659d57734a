import { randomUUID } from 'node:crypto'
import type { ChatEvent } from './chat.ts'
import { partialSuffixLength } from './partial-suffix-length.ts'

/** Which marks the model's output may hold. */
export type OutputFormat = {
  /** `<think>…</think>` is reasoning. */
  reasoning: boolean
  /** `<tool_call>…</tool_call>` is a call. */
  tools: boolean
  /** The prompt ended inside `<think>`. */
  startsReasoning: boolean
}

type OutputEvent = Exclude<ChatEvent, { type: 'end' }>
type Mode = 'content' | 'reasoning' | 'tool-call'

const marks = {
  think: '<think>',
  thinkEnd: '</think>',
  call: '<tool_call>',
  callEnd: '</tool_call>',
} as const

/** The output format of the family a template belongs to (Qwen and Hermes share these marks; others are plain). */
export function outputFormatOf(chatTemplate: string, prompt: string, toolsGiven: boolean): OutputFormat {
  return {
    reasoning: chatTemplate.includes(marks.thinkEnd),
    tools: toolsGiven && chatTemplate.includes(marks.call),
    startsReasoning: prompt.trimEnd().endsWith(marks.think),
  }
}

/** Sorts a model's text, piece by piece, into content, reasoning and tool calls. */
export class OutputParser {
  readonly #format: OutputFormat
  #mode: Mode
  #pending = ''
  // White space around marks belongs to them, not to the content.
  #trimming = true

  constructor(format: OutputFormat) {
    this.#format = format
    this.#mode = format.startsReasoning ? 'reasoning' : 'content'
    this.#trimming = this.#hasMarks
  }

  get #hasMarks() {
    return this.#format.reasoning || this.#format.tools
  }

  get reasoning(): boolean {
    return this.#mode === 'reasoning'
  }

  /** Takes more text; returns what it completes. */
  push(text: string): OutputEvent[] {
    this.#pending += text
    const events: OutputEvent[] = []
    for (let mark = this.#nextMark(); mark !== undefined; mark = this.#nextMark()) {
      const before = this.#pending.slice(0, mark.index)
      this.#pending = this.#pending.slice(mark.index + mark.text.length)
      events.push(...this.#emit(before, true))
      this.#mode = mark.leadsTo
      this.#trimming = true
    }
    if (this.#mode !== 'tool-call') {
      const safe = this.#pending.length - this.#heldLength()
      events.push(...this.#emit(this.#pending.slice(0, safe), false))
      this.#pending = this.#pending.slice(safe)
    }
    return events
  }

  /** Ends the text; returns what was held back. A call that never closed is given back as the text it was. */
  end(): OutputEvent[] {
    const rest = this.#mode === 'tool-call' ? marks.call + this.#pending : this.#pending
    this.#pending = ''
    if (this.#mode === 'tool-call') this.#mode = 'content'
    return this.#emit(rest, this.#trimming)
  }

  #leads(): { text: string; leadsTo: Mode }[] {
    if (this.#mode === 'reasoning') return [{ text: marks.thinkEnd, leadsTo: 'content' }]
    if (this.#mode === 'tool-call') return [{ text: marks.callEnd, leadsTo: 'content' }]
    return [
      ...(this.#format.reasoning ? [{ text: marks.think, leadsTo: 'reasoning' as const }] : []),
      ...(this.#format.tools ? [{ text: marks.call, leadsTo: 'tool-call' as const }] : []),
    ]
  }

  #nextMark() {
    return this.#leads()
      .map((lead) => ({ ...lead, index: this.#pending.indexOf(lead.text) }))
      .filter((lead) => lead.index >= 0)
      .sort((a, b) => a.index - b.index)[0]
  }

  // What may be the start of a mark, and white space that may stand before one.
  #heldLength(): number {
    const partial = partialSuffixLength(
      this.#pending,
      this.#leads().map((lead) => lead.text),
    )
    if (!this.#hasMarks) return partial
    const settled = this.#pending.slice(0, this.#pending.length - partial)
    return this.#pending.length - settled.trimEnd().length
  }

  #emit(text: string, closing: boolean): OutputEvent[] {
    if (this.#mode === 'tool-call') return [parseCall(text)]
    const started = this.#trimming ? text.trimStart() : text
    const trimmed = closing && this.#hasMarks ? started.trimEnd() : started
    if (trimmed === '') return []
    this.#trimming = false
    return [{ type: this.#mode === 'reasoning' ? 'reasoning-delta' : 'text-delta', text: trimmed }]
  }
}

// A call that is no JSON with a name is given back as text: nothing the model said is lost.
function parseCall(text: string): OutputEvent {
  try {
    const call = JSON.parse(text)
    if (typeof call?.name === 'string') {
      const given = call.arguments ?? {}
      const argumentText = typeof given === 'string' ? given : JSON.stringify(given)
      return {
        type: 'tool-call',
        call: { id: `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`, name: call.name, arguments: argumentText },
      }
    }
  } catch {
    // Falls through to the text.
  }
  return { type: 'text-delta', text: marks.call + text + marks.callEnd }
}
