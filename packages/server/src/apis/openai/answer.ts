import { randomUUID } from 'node:crypto'
import type { ChosenTokenLogprob, EndReason } from '@honestai/core'
import { z } from 'zod'
import { version } from '../../version.ts'
import { tokenLogprob, toTokenLogprob } from '../shared/to-token-logprob.ts'

/** What every part of one answer repeats. */
export const answerFields = {
  id: z.string(),
  created: z.int().describe('Seconds since 1970.'),
  model: z.string(),
  system_fingerprint: z.string().describe('The version of the server.'),
}

/** What every part of one answer repeats. */
export type Answer = { id: string; created: number; model: string; system_fingerprint: string }

/** Names a new answer and dates it. */
export function createAnswer(prefix: 'chatcmpl' | 'cmpl', model: string): Answer {
  return {
    id: `${prefix}-${randomUUID().replaceAll('-', '')}`,
    created: Math.floor(Date.now() / 1000),
    model,
    system_fingerprint: `honestai-${version}`,
  }
}

const finishReasons = { stop: 'stop', length: 'length', 'tool-calls': 'tool_calls' } as const satisfies Record<EndReason, string>

/** Why an answer ended, in OpenAI's words. */
export const finishReason = z.enum(Object.values(finishReasons))

/** Why an answer ended, in OpenAI's words. */
export const toFinishReason = (reason: EndReason) => finishReasons[reason]

/** Log probabilities of an answer's text; null where none were asked for. */
export const logprobsResponse = z.object({ content: z.array(tokenLogprob), refusal: z.null() }).nullable()

/** Log probabilities of text in the shape of chat completions. */
export const toLogprobs = (logprobs: readonly ChosenTokenLogprob[] | undefined): z.infer<typeof logprobsResponse> =>
  logprobs ? { content: logprobs.map(toTokenLogprob), refusal: null } : null
