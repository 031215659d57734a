import type { ChatRequest } from '@honestai/core'
import { z } from 'zod'
import { harmless, neutral, unsupported } from '../../shared/refused-values.ts'
import { openaiSampling, samplingFields, toEnding } from '../sampling-fields.ts'

const text = z.string().min(1)
const tokenIds = z.array(z.int().min(0)).min(1)

/** OpenAI's own default: answers of this API are short unless more is asked for. */
const defaultMaxTokens = 16

/** The body of `POST /v1/completions`. */
export const completionRequest = z
  .object({
    model: z.string().min(1).describe('Id of a model, or a task as task:NAME.'),
    prompt: z
      .union([text, z.array(text).min(1), tokenIds, z.array(tokenIds).min(1)], {
        error: 'expected a text, an array of texts, or token ids, that is not empty',
      })
      .describe('A text, several, or token ids; no template touches it.'),
    ...samplingFields,
    n: z.int().min(1).max(128).nullish().describe('Answers to each prompt.'),
    best_of: z.int().min(1).nullish().describe('The same as n; choosing among more is not supported.'),
    max_tokens: z.int().min(1).nullish().describe('Longest answer, in tokens; 16 by default.'),
    logprobs: z.int().min(0).max(20).nullish().describe('Tells the log probability of each token, and this many alternatives.'),
    echo: z.boolean().nullish().describe('Puts the prompt before its answer; not together with logprobs.'),
    parse_special: z.boolean().nullish().describe('Reads special tokens of the prompt as such.'),
    stream: z.boolean().nullish().describe('Sends the answer as it is made.'),
    stream_options: z
      .object({ include_usage: z.boolean().nullish().describe('Tells the token counts in a last event.'), include_obfuscation: harmless })
      .nullish()
      .describe('How it is sent.'),
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
  sampling: openaiSampling.toSampling(body),
  ...toEnding(body),
  responseFormat: body.grammar == null ? undefined : { type: 'grammar', gbnf: body.grammar },
  maxTokens: body.max_tokens ?? defaultMaxTokens,
  logprobs: body.logprobs == null ? undefined : { topTokens: body.logprobs },
  choices: body.n ?? undefined,
})
