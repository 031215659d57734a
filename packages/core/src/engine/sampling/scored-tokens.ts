import type { ControlledEvaluateInputItem, LlamaContextSequence, Token } from 'node-llama-cpp'
import { randomDraws, sampleToken } from './sample-token.ts'
import type { SamplerOptions } from './sampler-options.ts'
import type { GeneratedToken, StartTokens } from './token-source.ts'

/** How tokens are sampled, and how many others are told with each. */
export type ScoredTokensOptions = { sampling: SamplerOptions; topTokens: number; ignoreEos: boolean }

/** Tokens with their log probabilities: slower, for the likeliest logits of every step come out of the library. */
export const scoredTokens =
  (options: ScoredTokensOptions): StartTokens =>
  (sequence, promptRest) => {
    const draw = randomDraws(options.sampling.seed)
    let evaluate = promptRest
    return {
      ready: false,
      drafts: undefined,
      async next() {
        const generated = await scoreNext(sequence, evaluate, options, draw)
        evaluate = [generated.token]
        return !options.ignoreEos && sequence.model.isEogToken(generated.token) ? undefined : generated
      },
      close: async () => {},
    }
  }

async function scoreNext(
  sequence: LlamaContextSequence,
  evaluate: readonly Token[],
  { sampling, topTokens }: ScoredTokensOptions,
  draw: () => number,
): Promise<GeneratedToken> {
  const { topK, repeatPenalty, tokenBias } = sampling
  const last: ControlledEvaluateInputItem = [
    evaluate.at(-1) as Token,
    {
      generateNext: {
        logits: topK === 0 ? true : { filter: { tokens: [], includeTop: Math.max(topK, topTokens) } },
        totalLogitWeight: true,
        // Temperature 0 leaves the logits as they are after bias and penalties.
        options: { temperature: 0, ...(repeatPenalty ? { repeatPenalty } : {}), ...(tokenBias ? { tokenBias } : {}) },
      },
    },
  ]
  const outputs = await sequence.controlledEvaluate([...evaluate.slice(0, -1), last])
  const { logits, totalLogitWeight } = outputs.at(-1)?.next ?? {}
  if (!logits || totalLogitWeight === undefined) throw new Error('The library gave no logits.')
  const sorted = [...logits]
  const normalizer = (sorted[0]?.[1] ?? 0) + Math.log(totalLogitWeight)
  const token = sampleToken(sorted, sampling, draw)
  return {
    token,
    logprobs: {
      chosen: (logits.get(token) ?? Number.NEGATIVE_INFINITY) - normalizer,
      top: sorted.slice(0, topTokens).map(([other, logit]) => [other, logit - normalizer]),
    },
  }
}
