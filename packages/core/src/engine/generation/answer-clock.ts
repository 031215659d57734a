import type { AnswerTiming } from '../../chat/chat.ts'

/** Times an answer, or several that one request asked for together: from the first slot to the last token. */
export class AnswerClock {
  #startedMs: number | undefined
  #firstTokenMs: number | undefined
  #lastTokenMs: number | undefined

  started(): void {
    this.#startedMs ??= performance.now()
  }

  token(): void {
    this.#lastTokenMs = performance.now()
    this.#firstTokenMs ??= this.#lastTokenMs
  }

  get timing(): AnswerTiming {
    const endedMs = performance.now()
    const firstTokenMs = this.#firstTokenMs ?? endedMs
    return { promptMs: firstTokenMs - (this.#startedMs ?? firstTokenMs), answerMs: (this.#lastTokenMs ?? firstTokenMs) - firstTokenMs }
  }
}
