import type { ChatRequest } from '../chat/chat.ts'
import type { ModelConfig } from '../config/config.ts'

/** A chat with the model's defaults where it is silent, and the limits of model and task where it asks for more. */
export function withModelDefaults(request: ChatRequest, { temperature, maxAnswerTokens }: ModelConfig, taskLimit?: number): ChatRequest {
  return {
    ...request,
    sampling: { temperature, ...withoutUndefined(request.sampling) },
    maxTokens: least(request.maxTokens, maxAnswerTokens, taskLimit),
  }
}

const least = (...limits: (number | undefined)[]) => {
  const given = limits.filter((limit) => limit !== undefined)
  return given.length > 0 ? Math.min(...given) : undefined
}

const withoutUndefined = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Value
