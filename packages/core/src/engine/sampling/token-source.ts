import type { ChosenToken } from '../native/token-sampler.ts'
import { type Logprobs, logprobsOf } from './logprobs-of.ts'

/** A token as it was sampled, with log probabilities where they were asked for. */
export type GeneratedToken = { token: number; logprobs?: Logprobs }

/** What speculation brought: tokens it guessed, and those of them that came into the answer. */
export type Drafts = { draftTokens: number; acceptedDraftTokens: number }

/** What a source needs of a sampler. */
export type Sampler = Disposable & {
  acceptPrompt(tokens: readonly number[]): void
  choose(row: number, withLogits: boolean): ChosenToken
}

/** What tokens of one answer are made with. */
export type TokenSourceOptions = {
  sampler: Sampler
  /** How many of the likeliest are told with each token; undefined: no log probabilities. */
  topTokens: number | undefined
  /** Whether tokens are guessed that may follow. */
  speculates: boolean
  /** Whether a token ends the answer. */
  isEnd: (token: number) => boolean
}

/** The tokens of one answer, one at a time. */
export class TokenSource implements Disposable {
  readonly #options: TokenSourceOptions
  #drafts: Drafts | undefined

  constructor(prompt: readonly number[], options: TokenSourceOptions) {
    this.#options = options
    this.#drafts = options.speculates ? { draftTokens: 0, acceptedDraftTokens: 0 } : undefined
    options.sampler.acceptPrompt(prompt)
  }

  /** Undefined where nothing guesses. */
  get drafts(): Drafts | undefined {
    return this.#drafts
  }

  /** The token that follows a row of the last step; undefined when the model ended its answer. */
  next(row: number): GeneratedToken | undefined {
    const { sampler, topTokens, isEnd } = this.#options
    const { token, logits } = sampler.choose(row, topTokens !== undefined)
    if (isEnd(token)) return undefined
    return { token, ...(logits && topTokens !== undefined && { logprobs: logprobsOf(logits, token, topTokens) }) }
  }

  /** Tokens that may follow a text, at most so many. */
  guess(text: readonly number[], most: number): readonly number[] {
    if (!this.#drafts) return []
    const guessed = guessTokens(text, most)
    this.#drafts.draftTokens += guessed.length
    return guessed
  }

  /** Notes that a guessed token came into the answer. */
  accepted(): void {
    if (this.#drafts) this.#drafts.acceptedDraftTokens += 1
  }

  [Symbol.dispose](): void {
    this.#options.sampler[Symbol.dispose]()
  }
}

/** One token alone says too little about what follows. */
const patternTokens = 2

/** Guesses how a text goes on: as it did where its last tokens stood before, the latest time first. */
export function guessTokens(text: readonly number[], most: number): readonly number[] {
  const end = text.length - patternTokens
  for (let start = end - 1; start >= 0; start--) {
    if (text[start] === text[end] && text[start + 1] === text[end + 1])
      return text.slice(start + patternTokens, start + patternTokens + most)
  }
  return []
}
