import type { ChosenTokenLogprob } from '@honestai/core'
import { z } from 'zod'
import { tokenLogprob, toTokenLogprob } from '../to-token-logprob.ts'

/** Log probabilities of an answer's text; null where none were asked for. */
export const logprobsResponse = z.object({ content: z.array(tokenLogprob), refusal: z.null() }).nullable()

/** Log probabilities of text in the shape of chat completions. */
export const toLogprobs = (logprobs: readonly ChosenTokenLogprob[] | undefined): z.infer<typeof logprobsResponse> =>
  logprobs ? { content: logprobs.map(toTokenLogprob), refusal: null } : null
