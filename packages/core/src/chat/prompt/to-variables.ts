import type { ChatMessage, ChatRequest, ToolCall, ToolDefinition } from '../chat.ts'
import { readJson } from '../jinja/values/read-json.ts'
import { foreignText } from '../jinja/values/text.ts'
import { dictOf, toValue } from '../jinja/values/to-value.ts'
import { TemplateError, type Value } from '../jinja/values/value.ts'
import type { TemplateTraits } from './template-traits.ts'

/** What of a request the template sees. */
export type PromptRequest = Pick<ChatRequest, 'messages' | 'tools' | 'reasoning' | 'reasoningEffort' | 'templateArguments'>

export type SpecialTexts = { bosToken: string; eosToken: string }

/** The variables that a template renders a request with, as Transformers names them. */
export function toVariables(request: PromptRequest, traits: TemplateTraits, { bosToken, eosToken }: SpecialTexts): Map<string, Value> {
  const { tools, messages } = request
  const shown = traits.hasSystem ? messages : foldSystem(messages)
  const given: [string, Value][] = Object.entries(request.templateArguments ?? {}).map(([name, value]) => [name, toValue(value, true)])
  return new Map<string, Value>([
    ['messages', shown.map((message) => toTemplateMessage(message, traits))],
    ['tools', tools?.length ? tools.map(toTemplateTool) : traits.noToolsAs === 'none' ? null : []],
    ['documents', null],
    ['bos_token', bosToken],
    ['eos_token', eosToken],
    ['add_generation_prompt', true],
    ...Object.entries(switchesFor(request, traits)).map(([name, value]): [string, Value] => [name, toValue(value, false)]),
    ...given,
  ])
}

function switchesFor(
  { reasoning, reasoningEffort: effort, templateArguments }: PromptRequest,
  { switches, efforts }: TemplateTraits,
): Record<string, unknown> {
  const isTold = effort !== undefined && efforts.told.includes(effort)
  // Clients know the switch by its commonest name; DeepSeek's and Kimi's templates leave out half of it.
  const common = templateArguments?.enable_thinking
  const wanted = typeof common === 'boolean' && switches?.off.thinking === false ? common : reasoning
  return {
    ...(wanted === undefined ? {} : wanted ? switches?.on : switches?.off),
    ...(isTold ? { reasoning_effort: effort } : {}),
  }
}

const toTemplateTool = (tool: ToolDefinition): Value => {
  const { source, ...plain } = tool
  return source === undefined ? toValue(plain, true) : readJson(source, true)
}

function toTemplateMessage(message: ChatMessage, traits: TemplateTraits): Value {
  const name = message.name === undefined ? undefined : foreignText(message.name)
  const content = toContent(message, traits)
  switch (message.role) {
    case 'tool':
      return dictOf({ role: 'tool', tool_call_id: foreignText(message.toolCallId), name, content })
    case 'assistant': {
      const { toolCalls = [], reasoning } = message
      const isBare = toolCalls.length > 0 && message.content === '' && traits.emptyContentAs === 'none'
      const thought = reasoning === undefined ? undefined : foreignText(reasoning)
      const fields = Object.fromEntries([...traits.reasoningFields, 'reasoning_content'].map((field) => [field, thought]))
      return dictOf({
        role: 'assistant',
        content: isBare ? null : content,
        name,
        ...fields,
        tool_calls: toolCalls.length > 0 ? toolCalls.map((call) => toTemplateCall(call, traits)) : undefined,
      })
    }
    default:
      return dictOf({ role: message.role, content, name })
  }
}

function toContent({ role, content, parts }: ChatMessage, { contentAsParts, partsOf }: TemplateTraits): Value {
  const isSplit = contentAsParts || (parts !== undefined && partsOf.includes(role))
  return isSplit ? (parts ?? [content]).map((text) => dictOf({ type: 'text', text: foreignText(text) })) : foreignText(content)
}

const toTemplateCall = ({ id, name, arguments: text }: ToolCall, { argumentsAs }: TemplateTraits) =>
  dictOf({
    id: foreignText(id),
    type: 'function',
    function: dictOf({ name: foreignText(name), arguments: argumentsAs === 'text' ? foreignText(text) : readArguments(text) }),
  })

// Templates expect an object; a text that is no JSON is shown as it is.
function readArguments(text: string): Value {
  try {
    return readJson(text, true)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return foreignText(text)
  }
}

/** System messages at the head of the next turn of the user, for templates that know none. */
function foldSystem(messages: readonly ChatMessage[]): ChatMessage[] {
  const folded: ChatMessage[] = []
  let held: string[] = []
  for (const message of messages) {
    if (message.role === 'system') held.push(message.content)
    else if (message.role === 'user') {
      folded.push({ ...message, content: [...held, message.content].join('\n\n'), parts: undefined })
      held = []
    } else folded.push(message)
  }
  return held.length > 0 ? [...folded, { role: 'user', content: held.join('\n\n') }] : folded
}
