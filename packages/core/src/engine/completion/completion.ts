import type { ChatEvent, ChosenTokenLogprob, EndReason, Usage } from '../../chat/chat.ts'
import { OutputParser } from '../../chat/output/output-parser.ts'
import { StopScanner } from '../../chat/output/stop-scanner.ts'
import { TokenDecoder } from '../../chat/output/token-decoder.ts'
import type { Drafts } from '../sampling/token-source.ts'
import type { CompletionLimits } from './completion-limits.ts'
import { TokenTrack } from './token-track.ts'

/** One completion as it grows: takes tokens, gives events, keeps the counts. */
export class Completion {
  readonly #limits: CompletionLimits
  readonly #decoder: TokenDecoder
  readonly #scanner: StopScanner
  readonly #parser: OutputParser
  readonly #track: TokenTrack
  readonly #tokens: number[] = []
  #cachedTokens = 0
  #reasoningTokens = 0
  #called = false
  #ending: EndReason | undefined
  #stop: string | undefined

  /** `bytesOf` gives what a token adds to the text. */
  constructor(bytesOf: (token: number) => Uint8Array, limits: CompletionLimits) {
    this.#limits = limits
    this.#decoder = new TokenDecoder(bytesOf)
    this.#scanner = new StopScanner(limits.stop)
    this.#parser = new OutputParser(limits.output)
    this.#track = new TokenTrack(limits.tokenIds ?? false)
  }

  /** Begins in a slot that held so many prompt tokens already. */
  start(cachedTokens: number): Extract<ChatEvent, { type: 'start' }> {
    this.#cachedTokens = cachedTokens
    return { type: 'start', promptTokens: this.#limits.promptTokens, cachedTokens }
  }

  /** Whether the answer is complete and wants no further token. */
  get complete(): boolean {
    return this.#ending !== undefined
  }

  /** The tokens taken so far. */
  get tokens(): readonly number[] {
    return this.#tokens
  }

  /** Takes a token; returns the events it completes. */
  take(token: number, logprob?: ChosenTokenLogprob): ChatEvent[] {
    this.#tokens.push(token)
    if (this.#parser.reasoning) this.#reasoningTokens += 1
    this.#track.take(token, logprob)
    const events = this.#pass(this.#decoder.push(token))
    if (this.#tokens.length >= this.#limits.maxTokens) this.#ending ??= 'length'
    return events
  }

  /** Ends the answer; returns what was held back and the `end` event. `drafts`: what speculation brought. */
  end(drafts?: Drafts): ChatEvent[] {
    const stopped = this.#ending === 'stop'
    const held = stopped ? [] : [...this.#pass(this.#decoder.end()), ...this.#parse(this.#scanner.end())]
    const last = this.#note('', this.#parser.end())
    const reason = this.#endReason()
    const { lowered, warnings = [] } = this.#limits
    const told = [...warnings, ...(reason === 'length' && lowered ? [lowered] : [])]
    const end: ChatEvent = {
      type: 'end',
      reason,
      ...(this.#stop === undefined ? {} : { stop: this.#stop }),
      usage: { ...this.#usage(), ...drafts },
      tokens: this.#tokens,
      ...(told.length > 0 ? { warnings: told } : {}),
    }
    return [...held, ...last, end]
  }

  #pass(text: string): ChatEvent[] {
    if (text === '') return []
    this.#track.complete(text)
    const scanned = this.#scanner.push(text)
    if (scanned.stop !== undefined) {
      this.#ending = 'stop'
      this.#stop = scanned.stop
    }
    return this.#parse(scanned.text)
  }

  #parse(text: string): ChatEvent[] {
    return this.#note(text, this.#parser.push(text))
  }

  #note(text: string, events: ChatEvent[]): ChatEvent[] {
    const firstCall = events.findIndex((event) => event.type === 'tool-call')
    if (firstCall >= 0) this.#called = true
    const isLast = firstCall >= 0 && this.#limits.parallelToolCalls === false
    if (isLast) this.#ending ??= 'stop'
    return this.#track.pass(text, isLast ? events.slice(0, firstCall + 1) : events)
  }

  #endReason(): EndReason {
    if (this.#ending === 'length') return 'length'
    return this.#called ? 'tool-calls' : 'stop'
  }

  #usage(): Usage {
    return {
      promptTokens: this.#limits.promptTokens,
      cachedTokens: this.#cachedTokens,
      completionTokens: this.#tokens.length,
      reasoningTokens: this.#reasoningTokens,
    }
  }
}
