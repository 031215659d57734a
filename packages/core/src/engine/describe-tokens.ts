import type { LlamaModel, Token } from 'node-llama-cpp'
import type { ChosenTokenLogprob, TokenLogprob } from '../chat/chat.ts'
import { tokenBytes } from './token-bytes.ts'
import type { GeneratedToken } from './token-source.ts'

/** Tells of generated tokens, in the vocabulary of a model, what a caller who asked for log probabilities wants to know. */
export function describeTokens(model: LlamaModel): (generated: GeneratedToken) => ChosenTokenLogprob | undefined {
  const { model: kind, tokens: vocabulary } = model.fileInfo.metadata.tokenizer.ggml
  const describe = (token: Token, logprob: number): TokenLogprob => {
    const text = model.detokenize([token], true)
    return { text, bytes: tokenBytes(text, vocabulary[token] ?? '', kind), logprob }
  }
  return ({ token, logprobs }) =>
    logprobs && {
      ...describe(token, logprobs.chosen),
      top: logprobs.top.map(([other, logprob]) => describe(other, logprob)),
    }
}
