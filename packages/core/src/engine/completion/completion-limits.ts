import type { ChatRequest } from '../../chat/chat.ts'
import type { OutputFormat } from '../../chat/output/output-format.ts'
import { routerError } from '../../errors.ts'

/** What a completion must keep to. */
export type CompletionLimits = {
  promptTokens: number
  maxTokens: number
  stop: readonly string[]
  output: OutputFormat
  /** False ends the answer after its first call. */
  parallelToolCalls?: boolean
  /** Whether deltas tell their tokens. */
  tokenIds?: boolean | undefined
  /** What to say of an answer that reaches `maxTokens`, where that is less than was asked for. */
  lowered?: string | undefined
  /** What a caller might not expect of the prompt. */
  warnings?: readonly string[]
}

/** A prompt, and what it must fit into. */
export type PromptSize = { model: string; promptTokens: number; contextSize: number }

/**
 * The limits of a completion of a request. Its own `maxTokens` is an upper limit, as in OpenAI's API: where the context has less room, that
 * is the limit. Throws `context_length_exceeded` when there is no room for one token.
 */
export function completionLimits(request: ChatRequest, output: OutputFormat, size: PromptSize): CompletionLimits {
  const roomTokens = checkFits(size)
  const { maxTokens = roomTokens, stop = [], parallelToolCalls = true } = request
  const lowered = `The answer ended after ${roomTokens} tokens, fewer than the ${maxTokens} that were allowed: the context of ${size.contextSize} is full.`
  return {
    promptTokens: size.promptTokens,
    maxTokens: Math.min(maxTokens, roomTokens),
    stop,
    output,
    parallelToolCalls,
    tokenIds: request.tokenIds,
    lowered: maxTokens > roomTokens ? lowered : undefined,
  }
}

/** Tokens that are left for an answer. Throws `context_length_exceeded` when there are none. */
export function checkFits({ model, promptTokens, contextSize }: PromptSize): number {
  if (promptTokens >= contextSize) throw routerError('context_length_exceeded', { model, promptTokens, contextSize })
  return contextSize - promptTokens
}
