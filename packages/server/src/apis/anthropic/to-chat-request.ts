import type { ChatMessage, ChatRequest, ToolChoice } from '@honestai/core'
import { type CountTokensRequest, type MessagesRequest, messagesSampling } from './messages-request.ts'

/** What the engine is asked, from the body of `POST /v1/messages` or of `POST /v1/messages/count_tokens`. */
export function toChatRequest(body: CountTokensRequest & Partial<MessagesRequest>): ChatRequest {
  const { thinking, tool_choice: choice, output_config: output } = body
  return {
    messages: [...toSystem(body.system), ...body.messages.flatMap(toChatMessages)],
    tools: body.tools?.length ? body.tools.map(toToolDefinition) : undefined,
    toolChoice: choice ? toToolChoice(choice) : undefined,
    parallelToolCalls: choice && 'disable_parallel_tool_use' in choice ? !choice.disable_parallel_tool_use : undefined,
    responseFormat: output?.format ? { type: 'json-schema', schema: output.format.schema } : undefined,
    // Adaptive thinking is the model's own habit.
    reasoning: thinking && thinking.type !== 'adaptive' ? thinking.type === 'enabled' : undefined,
    sampling: messagesSampling.toSampling(body),
    maxTokens: body.max_tokens,
    stop: body.stop_sequences ?? undefined,
  }
}

/** What of a transcript no model's template has a place for, one warning for each kind. */
export function unseenByModel({ messages }: CountTokensRequest): string[] {
  const blocks = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : (content as Block[])))
  return [
    ...(blocks.some(({ type }) => type === 'redacted_thinking')
      ? ['Redacted thinking blocks of earlier turns are not shown to the model.']
      : []),
    ...(blocks.some((block) => block.type === 'tool_result' && block.is_error)
      ? ['The model is shown the content of a tool result, not its "is_error".']
      : []),
  ]
}

type WireMessage = CountTokensRequest['messages'][number]
type UserBlock = Exclude<Extract<WireMessage, { role: 'user' }>['content'], string>[number]
type AssistantBlock = Exclude<Extract<WireMessage, { role: 'assistant' }>['content'], string>[number]
type Block = UserBlock | AssistantBlock
type Texts = NonNullable<CountTokensRequest['system']>

const toSystem = (system: CountTokensRequest['system']): ChatMessage[] =>
  system?.length ? [{ role: 'system', content: toText(system) }] : []

function toChatMessages(message: WireMessage): ChatMessage[] {
  switch (message.role) {
    case 'system':
      return [{ role: 'system', content: toText(message.content) }]
    case 'user':
      return typeof message.content === 'string' ? [{ role: 'user', content: message.content }] : toUserMessages(message.content)
    case 'assistant':
      return [typeof message.content === 'string' ? { role: 'assistant', content: message.content } : toAssistant(message.content)]
  }
}

/** The results of tools, each as a message of its own, and the texts between them. */
function toUserMessages(blocks: readonly UserBlock[]): ChatMessage[] {
  const messages: ChatMessage[] = []
  for (const block of blocks) {
    const last = messages.at(-1)
    if (block.type === 'tool_result') messages.push({ role: 'tool', content: toText(block.content ?? ''), toolCallId: block.tool_use_id })
    else if (last?.role === 'user') last.content += block.text
    else messages.push({ role: 'user', content: block.text })
  }
  return messages
}

function toAssistant(blocks: readonly AssistantBlock[]): ChatMessage {
  const calls = blocks.filter((block) => block.type === 'tool_use')
  const thoughts = blocks.flatMap((block) => (block.type === 'thinking' ? [block.thinking] : []))
  return {
    role: 'assistant',
    ...(thoughts.length > 0 ? { reasoning: thoughts.join('\n') } : {}),
    content: blocks.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    toolCalls: calls.length > 0 ? calls.map(({ id, name, input }) => ({ id, name, arguments: JSON.stringify(input) })) : undefined,
  }
}

// Parts are joined without a separator: the server adds no text of its own to a prompt.
const toText = (content: Texts): string => (typeof content === 'string' ? content : content.map(({ text }) => text).join(''))

const toToolDefinition = ({ name, description, input_schema }: NonNullable<CountTokensRequest['tools']>[number]) => ({
  type: 'function' as const,
  function: { name, description: description ?? undefined, parameters: input_schema },
})

function toToolChoice(choice: NonNullable<CountTokensRequest['tool_choice']>): ToolChoice {
  switch (choice.type) {
    case 'any':
      return 'required'
    case 'tool':
      return { name: choice.name }
    default:
      return choice.type
  }
}
