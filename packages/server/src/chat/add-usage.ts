import type { Usage } from '@honestai/core'

/** The counts of one request more than were added up so far. */
export function addUsage(sum: Usage | undefined, usage: Usage): Usage {
  if (!sum) return usage
  return {
    promptTokens: sum.promptTokens + usage.promptTokens,
    cachedTokens: sum.cachedTokens + usage.cachedTokens,
    completionTokens: sum.completionTokens + usage.completionTokens,
    reasoningTokens: sum.reasoningTokens + usage.reasoningTokens,
  }
}
