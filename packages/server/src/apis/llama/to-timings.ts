import type { AnswerTiming, Usage } from '@honestai/core'
import { z } from 'zod'

/** How fast an answer was, as llama.cpp's server tells it. */
export const timingsShape = z.object({
  cache_n: z.int().describe('Tokens of the prompt that were computed before.'),
  prompt_n: z.int().describe('Tokens of the prompt that were computed.'),
  prompt_ms: z.number(),
  prompt_per_token_ms: z.number(),
  prompt_per_second: z.number(),
  predicted_n: z.int().describe('Tokens of the answer.'),
  predicted_ms: z.number(),
  predicted_per_token_ms: z.number(),
  predicted_per_second: z.number(),
  draft_n: z.int().exactOptional(),
  draft_n_accepted: z.int().exactOptional(),
})

/** How fast an answer was, as llama.cpp's server tells it. */
export function toTimings(usage: Usage, { promptMs, answerMs }: AnswerTiming): z.infer<typeof timingsShape> {
  const { promptTokens, cachedTokens, completionTokens, draftTokens, acceptedDraftTokens } = usage
  const prompt = speedOf(promptTokens - cachedTokens, promptMs)
  const predicted = speedOf(completionTokens, answerMs)
  return {
    cache_n: cachedTokens,
    prompt_n: prompt.tokens,
    prompt_ms: prompt.ms,
    prompt_per_token_ms: prompt.perTokenMs,
    prompt_per_second: prompt.perSecond,
    predicted_n: predicted.tokens,
    predicted_ms: predicted.ms,
    predicted_per_token_ms: predicted.perTokenMs,
    predicted_per_second: predicted.perSecond,
    ...(draftTokens !== undefined && { draft_n: draftTokens, draft_n_accepted: acceptedDraftTokens ?? 0 }),
  }
}

/** Nothing in no time is no speed. */
const speedOf = (tokens: number, ms: number) => ({
  tokens,
  ms,
  perTokenMs: tokens === 0 ? 0 : ms / tokens,
  perSecond: ms === 0 ? 0 : (tokens / ms) * 1000,
})
