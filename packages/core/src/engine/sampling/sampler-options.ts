import { randomInt } from 'node:crypto'
import { type LlamaModel, type SequenceEvaluateOptions, type Token, TokenBias } from 'node-llama-cpp'
import type { ChatRequest } from '../../chat/chat.ts'
import { type Sampling, withDefaults } from '../../config/sampling/sampling.ts'
import { samplingFields } from '../../config/sampling/sampling-fields.ts'
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
 * The library's samplers for a checked {@link Sampling}. Every default is that of the table, so that none of the library's
 * slips in. Throws `invalid_request` for a bias on a token that does not exist or that ends an answer.
 */
export function samplerOptions(sampling: Sampling, scope: SamplerScope) {
  const whole = withDefaults(samplingFields, sampling)
  const { temperature, topP, topK, minP, seed = randomInt(2 ** 32 - 1), dry, xtc, logitBias } = whole
  const penalties = penaltiesOf(whole, scope)
  return {
    temperature,
    topP,
    topK,
    minP,
    // The library's own default is the time in seconds: requests that come together would get the same.
    seed,
    ...(penalties ? { repeatPenalty: penalties } : {}),
    ...(dry?.multiplier ? { dryRepeatPenalty: dryPenaltyOf(dry, scope) } : {}),
    ...(xtc ? { xtc } : {}),
    ...(logitBias?.length ? { tokenBias: tokenBiasOf(logitBias, scope) } : {}),
  } satisfies SequenceEvaluateOptions
}

/** The library's sampler options with all defaults filled in. */
export type SamplerOptions = ReturnType<typeof samplerOptions>

type WholeSampling = ReturnType<typeof withDefaults<typeof samplingFields>>

function penaltiesOf(sampling: WholeSampling, { answered }: SamplerScope) {
  const { repeatPenalty, presencePenalty, frequencyPenalty, penaltyWindowTokens } = sampling
  const penalties = ['repeatPenalty', 'presencePenalty', 'frequencyPenalty'] as const
  if (penalties.every((name) => sampling[name] === samplingFields[name].neutral)) return undefined
  return {
    penalty: repeatPenalty,
    presencePenalty,
    frequencyPenalty,
    maxPunishTokens: penaltyWindowTokens,
    punishTokens: () => answered().slice(-penaltyWindowTokens),
  }
}

function dryPenaltyOf(dry: NonNullable<Sampling['dry']>, scope: SamplerScope) {
  const { multiplier, windowTokens, ...rest } = withDefaults(samplingFields.dry.fields, dry)
  // Without a window the library gives llama.cpp -1, which that takes for none: DRY would silently do nothing.
  const lastTokens = windowTokens ?? scope.contextSize
  return { strength: multiplier, lastTokens, ...rest }
}

function tokenBiasOf(biases: NonNullable<Sampling['logitBias']>, { model, vocabularySize }: SamplerScope): TokenBias {
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
