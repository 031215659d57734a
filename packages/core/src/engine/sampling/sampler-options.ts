import { randomInt } from 'node:crypto'
import { type LlamaModel, type SequenceEvaluateOptions, type Token, TokenBias } from 'node-llama-cpp'
import type { ChatRequest, DrySampling, LogitBias, Sampling } from '../../chat/chat.ts'
import { routerError } from '../../errors.ts'

/** What samplers need to know of the answer they sample. */
export type SamplerScope = {
  model: LlamaModel
  vocabularySize: number
  contextSize: number
  /** The answer's tokens so far. */
  answered: () => readonly Token[]
}

/**
 * The library's samplers for a checked {@link Sampling}. Every default is named here, so that none of the library's
 * slips in. Throws `invalid_request` for a bias on a token that does not exist or that ends an answer.
 */
export function samplerOptions(sampling: Sampling, scope: SamplerScope) {
  const { temperature = 0, topP = 0.95, topK = 40, minP = 0, seed = randomInt(2 ** 32 - 1), dry, xtc, logitBias } = sampling
  const penalties = penaltiesOf(sampling, scope)
  return {
    temperature,
    topP,
    topK,
    minP,
    // The library's own default is the time in seconds: requests that come together would get the same.
    seed,
    ...(penalties ? { repeatPenalty: penalties } : {}),
    ...(dry ? { dryRepeatPenalty: dryPenaltyOf(dry, scope) } : {}),
    ...(xtc ? { xtc } : {}),
    ...(logitBias?.length ? { tokenBias: tokenBiasOf(logitBias, scope) } : {}),
  } satisfies SequenceEvaluateOptions
}

/** The library's sampler options with all defaults filled in. */
export type SamplerOptions = ReturnType<typeof samplerOptions>

function penaltiesOf(sampling: Sampling, { answered }: SamplerScope) {
  const { repeatPenalty = 1, presencePenalty = 0, frequencyPenalty = 0, penaltyWindowTokens = 64 } = sampling
  if (repeatPenalty === 1 && presencePenalty === 0 && frequencyPenalty === 0) return undefined
  return {
    penalty: repeatPenalty,
    presencePenalty,
    frequencyPenalty,
    maxPunishTokens: penaltyWindowTokens,
    punishTokens: () => answered().slice(-penaltyWindowTokens),
  }
}

function dryPenaltyOf(
  { multiplier, base = 1.75, allowedLength = 2, windowTokens, sequenceBreakers = ['\n', ':', '"', '*'] }: DrySampling,
  scope: SamplerScope,
) {
  // Without a window the library gives llama.cpp -1, which that takes for none: DRY would silently do nothing.
  const lastTokens = windowTokens ?? scope.contextSize
  return { strength: multiplier, base, allowedLength: allowedLength, lastTokens, sequenceBreakers: sequenceBreakers }
}

function tokenBiasOf(biases: readonly LogitBias[], { model, vocabularySize }: SamplerScope): TokenBias {
  const tokenBias = TokenBias.for(model)
  const refuse = (problem: string) => routerError('invalid_request', { param: 'logitBias', problem })
  for (const { token, bias } of biases) {
    for (const id of typeof token === 'number' ? [token as Token] : model.tokenize(token, false, 'trimLeadingSpace')) {
      if (id >= vocabularySize) throw refuse(`there is no token ${id}; the vocabulary has ${vocabularySize}`)
      // The library passes over such a bias without a word.
      if (model.isEogToken(id)) throw refuse(`token ${id} ends an answer, and such a token can have no bias`)
      tokenBias.set([id], { logit: bias })
    }
  }
  return tokenBias
}

const seeds = 2 ** 32 - 1

/** The seed of each answer to a request: its own for the first, the numbers that follow for the others; undefined where it has none. */
export function choiceSeeds({ choices = 1, sampling: { seed } }: ChatRequest): (number | undefined)[] {
  return Array.from({ length: choices }, (_, choice) => (seed === undefined ? undefined : (seed + choice) % seeds))
}
