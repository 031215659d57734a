import type { ChatRequest } from '../chat/chat.ts'
import type { ModelConfig } from '../config/config.ts'
import { leastOf } from './least-of.ts'

/** A chat with the model's defaults where it is silent, and the model's limit where it asks for more. */
export function withModelDefaults(request: ChatRequest, { temperature, maxAnswerTokens }: ModelConfig): ChatRequest {
  return {
    ...request,
    sampling: { temperature, ...withoutUndefined(request.sampling) },
    maxTokens: leastOf(request.maxTokens, maxAnswerTokens),
  }
}

const withoutUndefined = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Value
