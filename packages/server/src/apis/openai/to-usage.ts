import type { Usage } from '@honestai/core'
import { z } from 'zod'

/** Token counts in OpenAI's shape. */
export const usageResponse = z.object({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
  prompt_tokens_details: z.object({ cached_tokens: z.int() }),
  completion_tokens_details: z.object({ reasoning_tokens: z.int() }),
})

/** Token counts in OpenAI's shape. */
export function toUsage({ promptTokens, cachedTokens, completionTokens, reasoningTokens }: Usage): z.infer<typeof usageResponse> {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  }
}
