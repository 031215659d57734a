import type { ChatEvent, ChosenTokenLogprob } from '../../chat/chat.ts'

type Told = { token: number; logprob: ChosenTokenLogprob | undefined }

/**
 * Brings ids and log probabilities of tokens to the deltas that hold their text. A token waits until all its text was passed
 * on, so that a stop string never shows in the tokens either.
 */
export class TokenTrack {
  readonly #tellsIds: boolean
  /** Tokens whose text is not complete, being part of a character. */
  #unfinished: Told[] = []
  #waiting: (Told & { end: number })[] = []
  #takenLength = 0
  #passedLength = 0

  constructor(tellsIds: boolean) {
    this.#tellsIds = tellsIds
  }

  /** Takes a token, with its log probability where that was asked for. */
  take(token: number, logprob: ChosenTokenLogprob | undefined): void {
    if (logprob || this.#tellsIds) this.#unfinished.push({ token, logprob })
  }

  /** Notes the text that the tokens taken last have completed. */
  complete(text: string): void {
    this.#takenLength += text.length
    this.#waiting.push(...this.#unfinished.map((told) => ({ ...told, end: this.#takenLength })))
    this.#unfinished = []
  }

  /** Notes the text that was passed on, and adds to the first delta made of it what its tokens are. */
  pass(text: string, events: ChatEvent[]): ChatEvent[] {
    this.#passedLength += text.length
    return events.map((event) => {
      if (event.type === 'end') return event
      const settled = this.#settle()
      const isDelta = event.type === 'text-delta' || event.type === 'reasoning-delta'
      return isDelta && settled.length > 0 ? { ...event, ...this.#tell(settled) } : event
    })
  }

  #settle(): Told[] {
    const settled = this.#waiting.filter(({ end }) => end <= this.#passedLength)
    this.#waiting = this.#waiting.slice(settled.length)
    return settled
  }

  #tell(settled: readonly Told[]) {
    const logprobs = settled.flatMap(({ logprob }) => logprob ?? [])
    return {
      ...(logprobs.length > 0 && { logprobs }),
      ...(this.#tellsIds && { tokens: settled.map(({ token }) => token) }),
    }
  }
}
