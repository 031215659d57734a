import type { ChosenTokenLogprob, TokenLogprob } from '@honestai/core'
import { z } from 'zod'

const token = { token: z.string(), bytes: z.array(z.int().min(0).max(255)), logprob: z.number() }

/** The log probability of a token, with the likeliest in its place, in the shape that OpenAI's APIs share. */
export const tokenLogprob = z.object({ ...token, top_logprobs: z.array(z.object(token)) })

/** The log probability of a token, in the shape that OpenAI's APIs share. */
export const toTokenLogprob = ({ top, ...chosen }: ChosenTokenLogprob): z.infer<typeof tokenLogprob> => ({
  ...toTop(chosen),
  top_logprobs: top.map(toTop),
})

const toTop = ({ text, bytes, logprob }: TokenLogprob) => ({ token: text, bytes, logprob })
