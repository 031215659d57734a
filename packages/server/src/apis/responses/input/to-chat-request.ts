import type { ChatMessage, ChatRequest, ResponseFormat } from '@honestai/core'
import { type ResponseRequest, responseSampling } from '../response-request.ts'

/** What the engine is asked, from the body of `POST /v1/responses` and all messages that came before the answer. */
export function toChatRequest(body: ResponseRequest, messages: ChatMessage[]): ChatRequest {
  const { instructions, tool_choice: choice, text, reasoning } = body
  return {
    messages: instructions == null ? messages : [{ role: 'system', content: instructions }, ...messages],
    tools: body.tools?.length ? body.tools.map(toToolDefinition) : undefined,
    toolChoice: typeof choice === 'object' && choice ? { name: choice.name } : (choice ?? undefined),
    parallelToolCalls: body.parallel_tool_calls ?? undefined,
    responseFormat: text?.format ? toResponseFormat(text.format) : undefined,
    reasoning: reasoning?.effort == null ? undefined : reasoning.effort !== 'none',
    reasoningEffort: reasoning?.effort ?? undefined,
    sampling: responseSampling.toSampling(body),
    maxTokens: body.max_output_tokens ?? undefined,
    logprobs: asksForLogprobs(body) ? { topTokens: body.top_logprobs ?? 0 } : undefined,
  }
}

const asksForLogprobs = ({ include, top_logprobs: top }: ResponseRequest) =>
  top != null || include?.includes('message.output_text.logprobs') === true

function toResponseFormat(format: NonNullable<NonNullable<ResponseRequest['text']>['format']>): ResponseFormat {
  switch (format.type) {
    case 'text':
      return { type: 'text' }
    case 'json_object':
      return { type: 'json-object' }
    case 'json_schema':
      return { type: 'json-schema', schema: format.schema }
  }
}

const toToolDefinition = ({ name, description, parameters }: NonNullable<ResponseRequest['tools']>[number]) => ({
  type: 'function' as const,
  function: { name, description: description ?? undefined, parameters: parameters ?? undefined },
})
