/** Whether a model's next tokens are guessed from what stands in the prompt, so that one step can bring several. */
export type Speculation = 'none' | 'prompt-lookup'

/** Most prompt tokens in one step, of all prompts together. */
export const mostChunkTokens = 512
/** Most tokens that are guessed for a slot in one step. */
export const mostDraftTokens = 4

/** Most tokens in one step: a chunk of prompts, and of every slot its next token with what is guessed to follow it. */
export const mostStepTokens = (slots: number, speculation: Speculation): number =>
  mostChunkTokens + slots * (1 + (speculation === 'none' ? 0 : mostDraftTokens))
