import type { AnswerTiming, ChatRequest, ChosenTokenLogprob, Usage } from '@honestai/core'
import { z } from 'zod'
import { type ChatMetadata, chatMetadata } from '../../chat/chat-metadata.ts'
import type { OpenedChat, OpenedChatEvent } from '../../chat/open-chat.ts'
import { tokenLogprob, toTokenLogprob } from '../shared/to-token-logprob.ts'
import { toSettings } from './generation-settings.ts'
import { timingsShape, toTimings } from './to-timings.ts'

const tokenId = z.object({ id: z.int() })

const probability = tokenLogprob.extend({
  id: z.int(),
  top_logprobs: z.array(tokenLogprob.omit({ top_logprobs: true }).extend(tokenId.shape)),
})

const part = {
  index: z.int(),
  content: z.string(),
  tokens: z.array(z.int()),
  tokens_predicted: z.int(),
  tokens_evaluated: z.int(),
  timings: timingsShape.exactOptional(),
  completion_probabilities: z.array(probability).exactOptional(),
}

/** One part of a streamed answer. */
const partShape = z.object({ ...part, stop: z.literal(false) })

/** A whole answer, or the last part of a streamed one. */
const wholeShape = z.object({
  ...part,
  stop: z.literal(true),
  model: z.string(),
  generation_settings: z.record(z.string(), z.unknown()),
  prompt: z.string(),
  has_new_line: z.boolean(),
  truncated: z.boolean(),
  stop_type: z.enum(['eos', 'word', 'limit']),
  stopping_word: z.string(),
  tokens_cached: z.int(),
  honestai: chatMetadata,
})

/** The answer of `POST /completion`; with `response_fields` only those. */
export const llamaCompletionShape = z.union([wholeShape, z.array(wholeShape), z.record(z.string(), z.unknown())])

/** One event of a streamed `POST /completion`. */
export const llamaCompletionPart = z.union([wholeShape, partShape])

type Whole = z.infer<typeof wholeShape>
type Part = z.infer<typeof partShape>

/** One prompt under way. */
export type OpenedPrompt = OpenedChat & {
  chat: ChatRequest
  /** Number of its first answer among all of the request. */
  first: number
  /** Its text as the model has read it. */
  promptText: () => Promise<string>
}

type Telling = { stream: boolean; tellsTokens: boolean; tellsSpeed: boolean }

/** What comes of a prompt: with `stream` its parts, and always each answer's whole, or its end. */
export async function* toParts(opened: OpenedPrompt, telling: Telling): AsyncGenerator<Part | Whole> {
  const { chat, first, events } = opened
  const answers: Growing[] = []
  let promptTokens = 0
  let clock: Clock | undefined
  for await (const event of events) {
    if (event.type === 'start') {
      promptTokens = event.promptTokens
      clock = new Clock(event)
    }
    if (event.type === 'text-delta') {
      const choice = event.choice ?? 0
      answers[choice] ??= { content: '', logprobs: [], tokens: 0 }
      const answer = answers[choice]
      answer.content += event.text
      answer.tokens += event.tokens?.length ?? 0
      answer.logprobs.push(...(event.logprobs ?? []))
      if (!telling.stream) continue
      yield {
        index: first + choice,
        content: event.text,
        tokens: event.tokens ?? [],
        stop: false,
        tokens_predicted: answer.tokens,
        tokens_evaluated: promptTokens,
        ...(telling.tellsSpeed && clock && { timings: clock.timings(answer.tokens) }),
        ...(event.logprobs && { completion_probabilities: event.logprobs.map(toProbability) }),
      }
    }
    if (event.type === 'end') yield* toWholes(event, answers, { ...telling, chat, first, prompt: await opened.promptText() })
  }
}

type Growing = { content: string; logprobs: ChosenTokenLogprob[]; tokens: number }

type End = Extract<OpenedChatEvent, { type: 'end' }> & { metadata: ChatMetadata }

function* toWholes(
  end: End,
  answers: readonly Growing[],
  { chat, first, prompt, stream, tellsTokens }: Telling & { chat: ChatRequest; first: number; prompt: string },
): Generator<Whole> {
  const { usage, timing, metadata } = end
  for (const [choice, { reason, tokens }] of (end.choices ?? [end]).entries()) {
    const { content, logprobs } = answers[choice] ?? { content: '', logprobs: [] }
    yield {
      index: first + choice,
      content: stream ? '' : content,
      tokens: tellsTokens ? tokens : [],
      stop: true,
      model: metadata.model,
      tokens_predicted: tokens.length,
      tokens_evaluated: usage.promptTokens,
      generation_settings: toSettings(chat, stream),
      prompt,
      has_new_line: content.includes('\n'),
      // Nothing is cut to make a prompt fit.
      truncated: false,
      stop_type: reason === 'length' ? 'limit' : end.stop === undefined ? 'eos' : 'word',
      stopping_word: end.stop ?? '',
      tokens_cached: usage.promptTokens + tokens.length,
      ...(timing && { timings: toTimings(usage, timing) }),
      ...(!stream && logprobs.length > 0 && { completion_probabilities: logprobs.map(toProbability) }),
      honestai: metadata,
    }
  }
}

const toProbability = (chosen: ChosenTokenLogprob): z.infer<typeof probability> => ({
  ...toTokenLogprob(chosen),
  id: chosen.id,
  top_logprobs: chosen.top.map(({ id, text, bytes, logprob }) => ({ id, token: text, bytes, logprob })),
})

/** Times an answer that is under way, as it arrives here. */
class Clock {
  readonly #usage: Pick<Usage, 'promptTokens' | 'cachedTokens'>
  readonly #startedMs = performance.now()
  #firstTokenMs: number | undefined

  constructor(usage: Pick<Usage, 'promptTokens' | 'cachedTokens'>) {
    this.#usage = usage
  }

  timings(completionTokens: number) {
    const nowMs = performance.now()
    this.#firstTokenMs ??= nowMs
    const timing: AnswerTiming = { promptMs: this.#firstTokenMs - this.#startedMs, answerMs: nowMs - this.#firstTokenMs }
    return toTimings({ ...this.#usage, completionTokens, reasoningTokens: 0 }, timing)
  }
}
