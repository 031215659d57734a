import type { ChatRequest, Sampling } from '@honestai/core'
import { type SamplingBody, toWindowTokens } from './sampling-fields.ts'

/** What of a body says how tokens are chosen and where an answer ends. */
export const toSamplingParts = (body: SamplingBody): Pick<ChatRequest, 'sampling' | 'stop' | 'ignoreEnd'> => ({
  sampling: toSampling(body),
  stop: typeof body.stop === 'string' ? [body.stop] : (body.stop ?? undefined),
  ignoreEnd: body.ignore_eos ?? undefined,
})

const toSampling = (body: SamplingBody): Sampling => ({
  temperature: body.temperature ?? undefined,
  topP: body.top_p ?? undefined,
  topK: body.top_k ?? undefined,
  minP: body.min_p ?? undefined,
  seed: body.seed ?? undefined,
  presencePenalty: body.presence_penalty ?? undefined,
  frequencyPenalty: body.frequency_penalty ?? undefined,
  repeatPenalty: body.repeat_penalty ?? undefined,
  penaltyWindowTokens: toWindowTokens(body.repeat_last_n),
  dry: toDry(body),
  xtc: toXtc(body),
  logitBias: body.logit_bias ? Object.entries(body.logit_bias).map(([id, bias]) => ({ token: Number(id), bias })) : undefined,
})

// In llama.cpp a strength of 0, its default, turns the sampler off.
function toDry(body: SamplingBody): Sampling['dry'] {
  if (!body.dry_multiplier) return undefined
  return {
    multiplier: body.dry_multiplier,
    base: body.dry_base ?? undefined,
    allowedTokens: body.dry_allowed_length ?? undefined,
    windowTokens: toWindowTokens(body.dry_penalty_last_n),
    breakers: body.dry_sequence_breakers ?? undefined,
  }
}

const llamaCppThreshold = 0.1

function toXtc({ xtc_probability: probability, xtc_threshold: threshold }: SamplingBody): Sampling['xtc'] {
  return probability ? { probability, threshold: threshold ?? llamaCppThreshold } : undefined
}
