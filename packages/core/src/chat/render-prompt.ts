import { Template } from '@huggingface/jinja'
import type { ChatMessage, ToolCall, ToolDefinition } from './chat.ts'

/** A piece of a prompt. Special tokens are recognised only where the template wrote them, never in what a caller sent. */
export type PromptPiece = { text: string; special: boolean }

/** What a template needs to know of its model. */
export type ChatFormat = {
  chatTemplate: string
  bosToken: string
  eosToken: string
  /** Texts of the model's control tokens, by which a caller could try to forge a turn. */
  controlTokens: readonly string[]
}

/**
 * Renders a chat with the model's own template into pieces for its tokenizer.
 *
 * Text from the caller that contains a special token's text is kept apart as plain text; all other text stays joined to
 * the template's, so that it is tokenized exactly as the whole rendered prompt would be. Throws what the template throws.
 */
export function renderPrompt(
  messages: readonly ChatMessage[],
  tools: readonly ToolDefinition[] | undefined,
  format: ChatFormat,
): PromptPiece[] {
  const guarded: string[] = []
  const guard = (text: string) => (isForgeable(text, format.controlTokens) ? placeholder(guarded.push(text) - 1) : text)
  const rendered = new Template(format.chatTemplate).render({
    messages: messages.map((message) => guardStrings(toTemplateMessage(message), guard)),
    ...(tools?.length ? { tools: tools.map((tool) => guardStrings(tool, guard)) } : {}),
    bos_token: format.bosToken,
    eos_token: format.eosToken,
    add_generation_prompt: true,
  })
  return rendered
    .split(placeholderPattern)
    .map((part, index) => (index % 2 === 0 ? { text: part, special: true } : { text: guarded[Number(part)] ?? '', special: false }))
    .filter((piece) => piece.text !== '')
}

// Private-use characters stand around the number of a text that is kept apart.
const placeholder = (index: number) => `\uE000${index}\uE001`
const placeholderPattern = /\uE000(\d+)\uE001/

const isForgeable = (text: string, controlTokens: readonly string[]) =>
  text.includes('\uE000') || controlTokens.some((token) => text.includes(token))

/** The same value with every string in it passed through `guard`; keys stay. */
function guardStrings(value: unknown, guard: (text: string) => string): unknown {
  if (typeof value === 'string') return guard(value)
  if (Array.isArray(value)) return value.map((item) => guardStrings(item, guard))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, guardStrings(item, guard)]))
}

// The shape that templates written for Hugging Face's tokenizers expect.
function toTemplateMessage(message: ChatMessage): Record<string, unknown> {
  if (message.role === 'tool') return { role: 'tool', content: message.content, tool_call_id: message.toolCallId }
  if (message.role === 'assistant' && message.toolCalls?.length) {
    return { role: 'assistant', content: message.content, tool_calls: message.toolCalls.map(toTemplateCall) }
  }
  return { role: message.role, content: message.content }
}

const toTemplateCall = ({ id, name, arguments: text }: ToolCall) => ({
  id,
  type: 'function',
  function: { name, arguments: parseArguments(text) },
})

// Templates expect an object; a text that is no JSON is shown as it is.
function parseArguments(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
