import type { AnswerTiming, ChosenTokenLogprob, ToolCall, Usage } from '@honestai/core'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { OpenedChat } from '../../chat/open-chat.ts'
import { toTokenLogprob } from '../shared/to-token-logprob.ts'
import type { answerTotals, logprobShape } from './answer-shape.ts'

/** One part of an answer, before it has the form of its route. */
type Part = { text: string; thinking?: string; calls?: ToolCall[] }

/** How a route writes a part. */
export type WritePart<Written> = (part: Part) => Written

type Head = { model: string; created_at: string; logprobs?: z.infer<typeof logprobShape>[] }

/** A part of a streamed answer, or its end. */
export type Answer<Written> = Head & Written & ({ done: false } | ({ done: true } & z.infer<typeof answerTotals>))

/** The answers of a streamed chat as Ollama tells them, the last one with its counts and durations. */
export async function* toAnswers<Written extends object>(
  { events, asked }: OpenedChat,
  request: FastifyRequest,
  write: WritePart<Written>,
): AsyncGenerator<Answer<Written>> {
  let { model } = asked
  const head = (logprobs?: ChosenTokenLogprob[]): Head => ({
    model,
    created_at: new Date().toISOString(),
    ...(logprobs && { logprobs: logprobs.map(toTokenLogprob) }),
  })
  for await (const event of events) {
    switch (event.type) {
      case 'start':
        model = event.metadata.model
        break
      case 'text-delta':
        yield { ...head(event.logprobs), ...write({ text: event.text }), done: false }
        break
      case 'reasoning-delta':
        yield { ...head(event.logprobs), ...write({ text: '', thinking: event.text }), done: false }
        break
      case 'tool-call':
        yield { ...head(), ...write({ text: '', calls: [event.call] }), done: false }
        break
      case 'end': {
        // A call is no end of its own here.
        const done_reason = event.reason === 'length' ? 'length' : 'stop'
        const totals = { done_reason, ...toDurations(request, event), honestai: event.metadata } as const
        yield { ...head(), ...write({ text: '' }), done: true, ...totals }
      }
    }
  }
}

/** The whole of an answer, from its parts. */
export async function toWholeAnswer<Written extends object>(
  { events, asked }: OpenedChat,
  request: FastifyRequest,
  write: WritePart<Written>,
): Promise<Answer<Written>> {
  const whole: Required<Part> = { text: '', thinking: '', calls: [] }
  let logprobs: z.infer<typeof logprobShape>[] | undefined
  // Parts as they are, in place of the form of a route.
  for await (const { text, thinking, calls, ...answer } of toAnswers<Part>({ events, asked }, request, (part) => part)) {
    whole.text += text
    whole.thinking += thinking ?? ''
    whole.calls.push(...(calls ?? []))
    if (answer.logprobs) logprobs = [...(logprobs ?? []), ...answer.logprobs]
    if (answer.done) return { ...answer, ...(logprobs && { logprobs }), ...write(whole) }
  }
  throw new Error('The engine ended a chat without an end event.')
}

/** Counts, and how long each part of the work took. */
function toDurations({ outcome }: FastifyRequest, { usage, timing }: { usage: Usage; timing?: AnswerTiming }) {
  return {
    total_duration: toNanoseconds(performance.now() - outcome.arrivedMs),
    load_duration: toNanoseconds(outcome.loadMs ?? 0),
    prompt_eval_count: usage.promptTokens,
    ...(timing && { prompt_eval_duration: toNanoseconds(timing.promptMs) }),
    eval_count: usage.completionTokens,
    ...(timing && { eval_duration: toNanoseconds(timing.answerMs) }),
  }
}

/** Ollama's unit of time. */
export const toNanoseconds = (milliseconds: number): number => Math.round(milliseconds * 1e6)
