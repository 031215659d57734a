import type { ChatRequest, Sampling } from '@honestai/core'
import { z } from 'zod'
import { neutral } from '../shared/refused-values.ts'

const maxWindowTokens = 65_536

// llama.cpp's own word for the whole context.
const wholeContext = -1
const windowTokens = z.union([z.literal(wholeContext), z.int().min(1).max(maxWindowTokens)])

const isTokenId = (key: string) => /^\d{1,10}$/.test(key)

/** How tokens are chosen and where an answer ends, under the names of OpenAI and, beyond those, of llama.cpp's server. */
export const samplingFields = {
  temperature: z
    .number()
    .min(0)
    .max(2)
    .nullish()
    .describe('How freely tokens are chosen; 0 always takes the likeliest. By default what the config says of the model.'),
  top_p: z.number().min(0).max(1).nullish().describe('Chooses among the likeliest tokens that together are this probable.'),
  top_k: z.int().min(0).nullish().describe('Chooses among this many of the likeliest tokens.'),
  min_p: z.number().min(0).max(1).nullish().describe('Leaves out tokens less probable than this share of the likeliest.'),
  // llama.cpp takes 4294967295 for "random".
  seed: z.int().min(0).max(4_294_967_294).nullish().describe('The same seed, request and model draw the same tokens.'),
  presence_penalty: z.number().min(-2).max(2).nullish().describe('Makes tokens that stood already less likely.'),
  frequency_penalty: z.number().min(-2).max(2).nullish().describe('Makes tokens less likely for each time that they stood already.'),
  repeat_penalty: z.number().positive().max(10).nullish().describe('Weakens tokens that stood already by this factor; 1 changes nothing.'),
  repeat_last_n: windowTokens.nullish().describe('How many tokens the penalties look back; -1 is the whole context.'),
  dry_multiplier: z.number().min(0).max(10).nullish().describe('Strength of the penalty against repeated sequences.'),
  dry_base: z.number().min(1).max(10).nullish().describe('How fast that penalty grows with the length of the sequence.'),
  dry_allowed_length: z.int().min(1).max(maxWindowTokens).nullish().describe('Longest sequence that may repeat without a penalty.'),
  dry_penalty_last_n: windowTokens.nullish().describe('How many tokens it looks back; -1 is the whole context.'),
  dry_sequence_breakers: z.array(z.string().min(1).max(40)).nullish().describe('Texts that end a sequence.'),
  xtc_probability: z.number().min(0).max(1).nullish().describe('How often the likeliest tokens are left out.'),
  xtc_threshold: z.number().min(0).max(1).nullish().describe('Probability from which a token may be left out.'),
  logit_bias: z
    .record(z.string(), z.number().min(-100).max(100))
    .refine((biases) => Object.keys(biases).every(isTokenId), 'expected token ids as its keys')
    .nullish()
    .describe('Added to the logits of tokens, by their ids.'),
  stop: z
    .union([z.string().min(1), z.array(z.string().min(1)).max(4)], {
      error: 'expected a text that is not empty, or an array of at most four',
    })
    .nullish()
    .describe('Texts at which the answer ends.'),
  ignore_eos: z.boolean().nullish().describe('Goes on when the model would end.'),
  grammar: z.string().min(1).nullish().describe("A grammar in llama.cpp's GBNF that the answer keeps to."),
  // Samplers of llama.cpp that engines here do not have, with the values that turn them off.
  typical_p: neutral(1),
  top_n_sigma: neutral(-1, 0),
  dynatemp_range: neutral(0),
  mirostat: neutral(0),
  samplers: neutral(),
  json_schema: neutral(),
}

const samplingBody = z.object(samplingFields)

/** The part of a body that says how tokens are chosen. */
export type SamplingBody = z.infer<typeof samplingBody>

/** How many tokens a window of -1 looks back. */
const toWindowTokens = (window: number | null | undefined) => (window === wholeContext ? maxWindowTokens : (window ?? undefined))

/** What of a body says how tokens are chosen and where an answer ends. */
export const toSamplingParts = (body: SamplingBody): Pick<ChatRequest, 'sampling' | 'stop' | 'ignoreEos'> => ({
  sampling: toSampling(body),
  stop: typeof body.stop === 'string' ? [body.stop] : (body.stop ?? undefined),
  ignoreEos: body.ignore_eos ?? undefined,
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
    allowedLength: body.dry_allowed_length ?? undefined,
    windowTokens: toWindowTokens(body.dry_penalty_last_n),
    sequenceBreakers: body.dry_sequence_breakers ?? undefined,
  }
}

const llamaCppThreshold = 0.1

function toXtc({ xtc_probability: probability, xtc_threshold: threshold }: SamplingBody): Sampling['xtc'] {
  return probability ? { probability, threshold: threshold ?? llamaCppThreshold } : undefined
}
