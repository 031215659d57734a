import type { ChatRequest } from '../../chat/chat.ts'
import type { ModelConfig } from '../../config/schema/config.ts'

/** A chat with the model's defaults where it is silent, and the model's limit where it asks for more. */
export function withModelDefaults(request: ChatRequest, { temperature, maxCompletionTokens }: ModelConfig): ChatRequest {
  return {
    ...request,
    sampling: { temperature, ...withoutUndefined(request.sampling) },
    maxTokens: leastOf(request.maxTokens, maxCompletionTokens),
  }
}

const withoutUndefined = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Value

/** The least of the limits that are given; undefined when none is. */
export function leastOf(...limits: (number | undefined)[]): number | undefined {
  const given = limits.filter((limit) => limit !== undefined)
  return given.length > 0 ? Math.min(...given) : undefined
}
