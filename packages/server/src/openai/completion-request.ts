import type { ChatRequest } from '@honestai/core'
import { z } from 'zod'
import { harmless, neutral, unsupported } from '../refused-values.ts'
import { samplingFields } from './sampling-fields.ts'
import { toSamplingParts } from './to-sampling.ts'

const text = z.string().min(1)
const tokenIds = z.array(z.int().min(0)).min(1)

/** OpenAI's own default: answers of this API are short unless more is asked for. */
const defaultMaxTokens = 16

/** The body of `POST /v1/completions`. */
export const completionRequest = z
  .object({
    model: z.string().min(1),
    prompt: z.union([text, z.array(text).min(1), tokenIds, z.array(tokenIds).min(1)], {
      error: 'expected a text, an array of texts, or token ids, that is not empty',
    }),
    ...samplingFields,
    n: z.int().min(1).max(128).nullish(),
    best_of: z.int().min(1).nullish(),
    max_tokens: z.int().min(1).nullish(),
    logprobs: z.int().min(0).max(20).nullish(),
    echo: z.boolean().nullish(),
    parse_special: z.boolean().nullish(),
    stream: z.boolean().nullish(),
    stream_options: z.object({ include_usage: z.boolean().nullish(), include_obfuscation: harmless }).nullish(),
    suffix: neutral(''),
    response_format: neutral({ type: 'text' }),
    user: harmless,
  })
  .superRefine(({ best_of: candidates, n, echo, logprobs }, context) => {
    // Choosing among more answers than are returned is not done here.
    if (candidates != null && candidates !== (n ?? 1)) context.addIssue({ code: 'custom', path: ['best_of'], ...unsupported })
    // Engines tell log probabilities of answers, not of prompts.
    if (echo && logprobs != null) context.addIssue({ code: 'custom', path: ['echo'], ...unsupported })
  })

/** The body of `POST /v1/completions`, parsed. */
export type CompletionRequest = z.infer<typeof completionRequest>

/** What the engine is asked for one of the prompts. */
export const toPromptRequest = (body: CompletionRequest, prompt: string | number[]): ChatRequest => ({
  messages: [],
  prompt,
  parseSpecial: body.parse_special ?? undefined,
  ...toSamplingParts(body),
  responseFormat: body.grammar == null ? undefined : { type: 'grammar', gbnf: body.grammar },
  maxTokens: body.max_tokens ?? defaultMaxTokens,
  logprobs: body.logprobs == null ? undefined : { topTokens: body.logprobs },
  choices: body.n ?? undefined,
})
