import type { ChatEvent, EndReason } from '../chat/chat.ts'
import { type OutputFormat, OutputParser } from '../chat/output-parser.ts'
import { StopScanner } from '../chat/stop-scanner.ts'
import type { TokenDecoder } from '../chat/token-decoder.ts'

/** What an answer must keep to. */
export type AnswerLimits = { promptTokens: number; maxTokens: number; stop: readonly string[]; output: OutputFormat }

/** One answer as it grows: takes tokens, gives events, keeps the counts. */
export class Answer {
  readonly #limits: AnswerLimits
  readonly #decoder: TokenDecoder<number>
  readonly #scanner: StopScanner
  readonly #parser: OutputParser
  readonly #tokens: number[] = []
  #cachedTokens = 0
  #reasoningTokens = 0
  #called = false
  #ending: EndReason | undefined

  constructor(decoder: TokenDecoder<number>, limits: AnswerLimits) {
    this.#limits = limits
    this.#decoder = decoder
    this.#scanner = new StopScanner(limits.stop)
    this.#parser = new OutputParser(limits.output)
  }

  /** Notes how many prompt tokens the slot held already. */
  start(cachedTokens: number): void {
    this.#cachedTokens = cachedTokens
  }

  /** Whether the answer is complete and wants no further token. */
  get complete(): boolean {
    return this.#ending !== undefined
  }

  /** Takes a token; returns the events it completes. */
  take(token: number): ChatEvent[] {
    this.#tokens.push(token)
    if (this.#parser.reasoning) this.#reasoningTokens += 1
    const events = this.#pass(this.#decoder.push(token))
    if (this.#tokens.length >= this.#limits.maxTokens) this.#ending ??= 'length'
    return events
  }

  /** Ends the answer; returns what was held back and the `end` event. */
  end(): ChatEvent[] {
    const stopped = this.#ending === 'stop'
    const held = stopped ? [] : [...this.#pass(this.#decoder.end()), ...this.#note(this.#parser.push(this.#scanner.end()))]
    const last = this.#note(this.#parser.end())
    return [...held, ...last, { type: 'end', reason: this.#endReason(), usage: this.#usage(), tokens: this.#tokens }]
  }

  #pass(text: string): ChatEvent[] {
    if (text === '') return []
    const scanned = this.#scanner.push(text)
    if (scanned.stopped) this.#ending = 'stop'
    return this.#note(this.#parser.push(scanned.text))
  }

  #note(events: ChatEvent[]): ChatEvent[] {
    if (events.some((event) => event.type === 'tool-call')) this.#called = true
    return events
  }

  #endReason(): EndReason {
    if (this.#ending === 'length') return 'length'
    return this.#called ? 'tool-calls' : 'stop'
  }

  #usage() {
    return {
      promptTokens: this.#limits.promptTokens,
      cachedTokens: this.#cachedTokens,
      completionTokens: this.#tokens.length,
      reasoningTokens: this.#reasoningTokens,
    }
  }
}
