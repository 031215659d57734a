import { z } from 'zod'
import { neutral } from '../refused-values.ts'

const maxWindowTokens = 65_536

// llama.cpp's own word for the whole context.
const wholeContext = -1
const windowTokens = z.union([z.literal(wholeContext), z.int().min(1).max(maxWindowTokens)])

const isTokenId = (key: string) => /^\d{1,10}$/.test(key)

/** How tokens are chosen and where an answer ends, under the names of OpenAI and, beyond those, of llama.cpp's server. */
export const samplingFields = {
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: z.int().min(0).nullish(),
  min_p: z.number().min(0).max(1).nullish(),
  // llama.cpp takes 4294967295 for "random".
  seed: z.int().min(0).max(4_294_967_294).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  repeat_penalty: z.number().positive().max(10).nullish(),
  repeat_last_n: windowTokens.nullish(),
  dry_multiplier: z.number().min(0).max(10).nullish(),
  dry_base: z.number().min(1).max(10).nullish(),
  dry_allowed_length: z.int().min(1).max(maxWindowTokens).nullish(),
  dry_penalty_last_n: windowTokens.nullish(),
  dry_sequence_breakers: z.array(z.string().min(1).max(40)).nullish(),
  xtc_probability: z.number().min(0).max(1).nullish(),
  xtc_threshold: z.number().min(0).max(1).nullish(),
  logit_bias: z
    .record(z.string(), z.number().min(-100).max(100))
    .refine((biases) => Object.keys(biases).every(isTokenId), 'expected token ids as its keys')
    .nullish(),
  stop: z
    .union([z.string().min(1), z.array(z.string().min(1)).max(4)], {
      error: 'expected a text that is not empty, or an array of at most four',
    })
    .nullish(),
  ignore_eos: z.boolean().nullish(),
  grammar: z.string().min(1).nullish(),
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
export const toWindowTokens = (window: number | null | undefined) => (window === wholeContext ? maxWindowTokens : (window ?? undefined))
