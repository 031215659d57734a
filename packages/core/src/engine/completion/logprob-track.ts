import type { ChatEvent, ChosenTokenLogprob } from '../../chat/chat.ts'

/**
 * Brings the log probabilities of tokens to the deltas that hold their text. A token waits until all its text was passed
 * on, so that a stop string never shows in the tokens either.
 */
export class LogprobTrack {
  /** Tokens whose text is not complete, being part of a character. */
  #unfinished: ChosenTokenLogprob[] = []
  #waiting: { end: number; logprob: ChosenTokenLogprob }[] = []
  #takenLength = 0
  #passedLength = 0

  /** Takes a token's log probability. */
  take(logprob: ChosenTokenLogprob): void {
    this.#unfinished.push(logprob)
  }

  /** Notes the text that the tokens taken last have completed. */
  complete(text: string): void {
    this.#takenLength += text.length
    this.#waiting.push(...this.#unfinished.map((logprob) => ({ end: this.#takenLength, logprob })))
    this.#unfinished = []
  }

  /** Notes the text that was passed on, and adds to the first delta made of it what its tokens' probabilities are. */
  pass(text: string, events: ChatEvent[]): ChatEvent[] {
    this.#passedLength += text.length
    return events.map((event) => {
      if (event.type === 'end') return event
      const settled = this.#settle()
      const isDelta = event.type === 'text-delta' || event.type === 'reasoning-delta'
      return isDelta && settled.length > 0 ? { ...event, logprobs: settled } : event
    })
  }

  #settle(): ChosenTokenLogprob[] {
    const settled = this.#waiting.filter(({ end }) => end <= this.#passedLength)
    this.#waiting = this.#waiting.slice(settled.length)
    return settled.map(({ logprob }) => logprob)
  }
}
