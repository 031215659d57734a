import type { Decision } from '@honestai/core'

/** What OpenAI's shapes have no room for: which model answered and why, and what the caller should know. */
type HonestAi = Decision & { warnings?: string[] }

/** The `honestai` object of an answer. */
export function toHonestAi(decision: Decision, warnings: string[]): HonestAi {
  return { ...decision, ...(warnings.length > 0 && { warnings }) }
}
