import { z } from 'zod'

/** APIs by whose names a body may ask for sampling: OpenAI's completions with llama.cpp's names beyond them, Responses, and Anthropic's. */
export type SamplingApi = 'openai' | 'responses' | 'anthropic'

/** What an API calls a field. With a schema where it takes other values than core, and how to make core's of them; or with the only values that are not refused. */
type WireName =
  | string
  | { name: string; schema: z.ZodType; toCore?: (given: never) => unknown }
  | { name: string; refusedBut: readonly unknown[] }

/** One sampling field: what it may be, what it is by default, what turns it off, what it is called, and what docs say of it. */
export type SamplingField = {
  schema: z.ZodType
  default?: unknown
  /** The value that changes nothing. */
  neutral?: number
  /** Every value of its group has it. */
  required?: true
  /** The config can set it for a model, under its core name. */
  inConfig?: true
  names: Partial<Record<SamplingApi, WireName>>
  description: string
}

/** Fields of one sampler, which is off unless `switch` has another value than its neutral one. */
export type SamplingGroup = { switch: string; fields: Record<string, SamplingField> }

const share = z.number().min(0).max(1)
const penalty = z.number().min(-2).max(2)
// llama.cpp keeps a buffer of so many tokens for each sampler that looks back.
const mostTokens = 65_536
const tokens = z.int().min(1).max(mostTokens)

// llama.cpp's own word for the whole context.
const wholeContext = -1
const windowForm = {
  schema: z.union([z.literal(wholeContext), tokens]),
  toCore: (window: number) => (window === wholeContext ? mostTokens : window),
}

const bias = z.number().min(-100).max(100)
const biasesForm = {
  schema: z
    .record(z.string(), bias)
    .refine((biases) => Object.keys(biases).every((key) => /^\d{1,10}$/.test(key)), 'expected token ids as its keys'),
  toCore: (biases: Record<string, number>) => Object.entries(biases).map(([id, bias]) => ({ token: Number(id), bias })),
}

/**
 * All sampling fields by their core names. The core type and its check, the bodies of every API, what they become, the docs and the
 * samplers' defaults come from here. The defaults are those of llama.cpp's server, but that `minP` is off.
 *
 * @example
 * samplingFields.topP.default // 0.95
 */
export const samplingFields = {
  /** How freely tokens are chosen, 0 to 2: 0 always takes the likeliest. 0.8 by default. */
  temperature: {
    schema: z.number().min(0).max(2),
    default: 0.8,
    neutral: 1,
    inConfig: true,
    names: { openai: 'temperature', responses: 'temperature', anthropic: { name: 'temperature', schema: share } },
    description: 'How freely tokens are chosen; 0 always takes the likeliest.',
  },
  /** The likeliest tokens that together are this probable are chosen among, 0 to 1. 0.95 by default; 1 changes nothing. */
  topP: {
    schema: share,
    default: 0.95,
    neutral: 1,
    names: { openai: 'top_p', responses: 'top_p', anthropic: 'top_p' },
    description: 'Chooses among the likeliest tokens that together are this probable.',
  },
  /** How many of the likeliest tokens are chosen among, at least 0. 40 by default; 0 changes nothing. */
  topK: {
    schema: z.int().min(0),
    default: 40,
    neutral: 0,
    names: { openai: 'top_k', anthropic: 'top_k' },
    description: 'Chooses among this many of the likeliest tokens.',
  },
  /** Tokens less probable than this share of the likeliest are left out, 0 to 1. 0 by default, which changes nothing. */
  minP: {
    schema: share,
    default: 0,
    neutral: 0,
    names: { openai: 'min_p' },
    description: 'Leaves out tokens less probable than this share of the likeliest.',
  },
  /** The same seed, request and model draw the same tokens, 0 to 4294967294. By default each answer draws one. */
  seed: {
    // llama.cpp takes 4294967295 for "random" and cuts others to 32 bits.
    schema: z
      .int()
      .min(0)
      .max(2 ** 32 - 2),
    names: { openai: 'seed' },
    description: 'The same seed, request and model draw the same tokens; by default each answer draws one.',
  },
  /** What every token in the window loses once, -2 to 2. 0 by default, which changes nothing. */
  presencePenalty: {
    schema: penalty,
    default: 0,
    neutral: 0,
    names: { openai: 'presence_penalty', responses: { name: 'presence_penalty', refusedBut: [0] } },
    description: 'Makes tokens that stood already less likely.',
  },
  /** What every token in the window loses each time it stands there, -2 to 2. 0 by default, which changes nothing. */
  frequencyPenalty: {
    schema: penalty,
    default: 0,
    neutral: 0,
    names: { openai: 'frequency_penalty', responses: { name: 'frequency_penalty', refusedBut: [0] } },
    description: 'Makes tokens less likely for each time that they stood already.',
  },
  /** What logits of tokens in the window are divided by, above 0, at most 10. 1 by default, which changes nothing. */
  repeatPenalty: {
    schema: z.number().positive().max(10),
    default: 1,
    neutral: 1,
    names: { openai: 'repeat_penalty' },
    description: 'Weakens tokens that stood already by this factor.',
  },
  /** How many tokens of prompt and answer the three penalties look back, 1 to 65536. 64 by default. */
  penaltyWindowTokens: {
    schema: tokens,
    default: 64,
    names: { openai: { name: 'repeat_last_n', ...windowForm } },
    description: 'How many tokens the penalties look back; -1 is the whole context.',
  },
  /** "Don't repeat yourself": a token that would go on with a sequence said before loses more, the longer that sequence is. */
  dry: {
    switch: 'multiplier',
    fields: {
      /** How strong it is, 0 to 10; 0 changes nothing. */
      multiplier: {
        schema: z.number().min(0).max(10),
        default: 0,
        neutral: 0,
        required: true,
        names: { openai: 'dry_multiplier' },
        description: 'Strength of the penalty against repeated sequences.',
      },
      /** By how much each token of a sequence multiplies it, 1 to 10. 1.75 by default. */
      base: {
        schema: z.number().min(1).max(10),
        default: 1.75,
        names: { openai: 'dry_base' },
        description: 'How fast that penalty grows with the length of the sequence.',
      },
      /** Longest sequence that may be repeated freely, in tokens, 1 to 65536. 2 by default. */
      allowedLength: {
        schema: tokens,
        default: 2,
        names: { openai: 'dry_allowed_length' },
        description: 'Longest sequence that may repeat without a penalty.',
      },
      /** How many tokens it looks back, 1 to 65536; by default the whole context. */
      windowTokens: {
        schema: tokens,
        names: { openai: { name: 'dry_penalty_last_n', ...windowForm } },
        description: 'How many tokens it looks back; -1, the default, is the whole context.',
      },
      /** Texts of 1 to 40 characters at which a sequence ends. By default newline, colon, double quote and asterisk. */
      sequenceBreakers: {
        // llama.cpp cuts a longer one.
        schema: z.array(z.string().min(1).max(40)),
        default: ['\n', ':', '"', '*'],
        names: { openai: 'dry_sequence_breakers' },
        description: 'Texts that end a sequence.',
      },
    },
  },
  /** "Exclude top choices": with this probability, all tokens above the threshold are left out but the least likely of them. */
  xtc: {
    switch: 'probability',
    fields: {
      /** 0 to 1; 0 changes nothing. */
      probability: {
        schema: share,
        default: 0,
        neutral: 0,
        required: true,
        names: { openai: 'xtc_probability' },
        description: 'How often the likeliest tokens are left out.',
      },
      /** 0 to 1. */
      threshold: {
        schema: share,
        default: 0.1,
        required: true,
        names: { openai: 'xtc_threshold' },
        description: 'Probability from which a token may be left out.',
      },
    },
  },
  /** What is added to the logit of a token, or of all tokens of a text: -100 to 100. */
  logitBias: {
    schema: z.array(z.strictObject({ token: z.union([z.int().min(0), z.string().min(1)]), bias })),
    names: { openai: { name: 'logit_bias', ...biasesForm }, responses: { name: 'logit_bias', refusedBut: [{}] } },
    description: 'Added to the logits of tokens, by their ids.',
  },
} as const satisfies Record<string, SamplingField | SamplingGroup>

/**
 * Samplers of llama.cpp that engines here do not have, under its names, with the values that turn them off.
 *
 * @example
 * absentSamplers.typical_p // [1]
 */
export const absentSamplers = {
  typical_p: [1],
  top_n_sigma: [-1, 0],
  dynatemp_range: [0],
  mirostat: [0],
  samplers: [],
} as const satisfies Record<string, readonly unknown[]>
