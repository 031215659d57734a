import type { ChatMessage, ChatRequest, ResponseFormat, ToolDefinition } from '@honestai/core'
import { sourceOf } from '../../shared/caller-json.ts'
import { openaiSampling, toEnding } from '../sampling-fields.ts'
import type { ChatCompletionRequest } from './chat-completion-request.ts'

/** What the engine is asked, from the body of `POST /v1/chat/completions` or of another that holds a chat in its shape. */
export function toChatRequest(body: Omit<ChatCompletionRequest, 'model'>): ChatRequest {
  const { tool_choice: choice, reasoning_effort: effort } = body
  return {
    messages: body.messages.map(toChatMessage),
    tools: body.tools?.length ? body.tools.map(toToolDefinition) : undefined,
    toolChoice: typeof choice === 'object' && choice ? { name: choice.function.name } : (choice ?? undefined),
    parallelToolCalls: body.parallel_tool_calls ?? undefined,
    responseFormat: toResponseFormat(body),
    reasoning: effort == null ? (body.enable_thinking ?? undefined) : effort !== 'none',
    reasoningEffort: effort ?? undefined,
    templateArguments: body.chat_template_kwargs ?? undefined,
    sampling: openaiSampling.toSampling(body),
    ...toEnding(body),
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? undefined,
    logprobs: body.logprobs ? { topTokens: body.top_logprobs ?? 0 } : undefined,
    choices: body.n ?? undefined,
  }
}

function toResponseFormat({ response_format: format, grammar }: Omit<ChatCompletionRequest, 'model'>): ResponseFormat | undefined {
  if (grammar != null) return { type: 'grammar', gbnf: grammar }
  switch (format?.type) {
    case 'text':
      return { type: 'text' }
    case 'json_object':
      return { type: 'json-object' }
    case 'json_schema':
      return { type: 'json-schema', schema: format.json_schema.schema }
  }
}

type WireMessage = ChatCompletionRequest['messages'][number]

function toChatMessage(message: WireMessage): ChatMessage {
  const said = { ...toContent(message.content), ...(message.name == null ? {} : { name: message.name }) }
  switch (message.role) {
    case 'developer':
      return { role: 'system', ...said }
    case 'system':
    case 'user':
      return { role: message.role, ...said }
    case 'tool':
      return { role: 'tool', ...said, toolCallId: message.tool_call_id }
    case 'assistant':
      return {
        role: 'assistant',
        ...said,
        ...toReasoning(message.reasoning_content ?? message.reasoning),
        toolCalls: message.tool_calls?.map((call) => ({ id: call.id, name: call.function.name, arguments: call.function.arguments })),
      }
  }
}

// Templates that take parts are shown them; others a line for each.
const toContent = (content: WireMessage['content']): { content: string; parts?: string[] } => {
  if (typeof content === 'string' || content == null) return { content: content ?? '' }
  const parts = content.map((part) => part.text)
  return { content: parts.join('\n'), parts }
}

function toToolDefinition(tool: NonNullable<ChatCompletionRequest['tools']>[number]): ToolDefinition {
  const { name, description, parameters } = tool.function
  return {
    type: 'function',
    source: sourceOf(tool),
    function: { name, description: description ?? undefined, parameters: parameters ?? undefined },
  }
}

const toReasoning = (reasoning: string | null | undefined) => (reasoning == null ? {} : { reasoning })
