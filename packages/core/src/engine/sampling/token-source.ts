import type { LlamaContextSequence, Token } from 'node-llama-cpp'

/** A token as it was sampled, with log probabilities where they were asked for. */
export type GeneratedToken = {
  token: Token
  logprobs?: {
    chosen: number
    /** The likeliest in its place, the likeliest first. */
    top: [token: Token, logprob: number][]
  }
}

/** What speculation brought: tokens it guessed, and those of them that came into the answer. */
export type Drafts = { draftTokens: number; acceptedDraftTokens: number }

/** The tokens of one answer, one at a time. */
export type TokenSource = {
  /** The next token; undefined when the model ended its answer. */
  next(): Promise<GeneratedToken | undefined>
  /** Whether the next token is there already and costs no step. */
  readonly ready: boolean
  /** Undefined where nothing guesses. */
  readonly drafts: Drafts | undefined
  /** Lets go of what it holds. */
  close(): Promise<void>
}

/** Begins an answer in a slot that holds the prompt but for its rest, which is never empty. */
export type StartTokens = (sequence: LlamaContextSequence, promptRest: Token[]) => TokenSource
