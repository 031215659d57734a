import type { ChosenTokenLogprob, TokenLogprob } from '../../chat/chat.ts'
import type { GeneratedToken } from '../sampling/token-source.ts'

/** Tells of generated tokens what a caller who asked for log probabilities wants to know. `bytesOf`: a token's bytes. */
export function describeTokens(bytesOf: (token: number) => Uint8Array): (generated: GeneratedToken) => ChosenTokenLogprob | undefined {
  const describe = (token: number, logprob: number): TokenLogprob => {
    const bytes = [...bytesOf(token)]
    return { id: token, text: Buffer.from(bytes).toString(), bytes, logprob }
  }
  return ({ token, logprobs }) =>
    logprobs && {
      ...describe(token, logprobs.chosen),
      top: logprobs.top.map(([other, logprob]) => describe(other, logprob)),
    }
}
