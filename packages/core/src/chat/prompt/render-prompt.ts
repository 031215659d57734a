import { Template } from '@huggingface/jinja'
import type { ChatMessage, ChatRequest, ToolCall } from '../chat.ts'
import { locateTemplateFailure } from './locate-template-failure.ts'
import { splitMarks } from './split-marks.ts'

/** A piece of a prompt. Special tokens are recognised only where the template wrote them, never in what a caller sent. */
export type PromptPiece = { text: string; special: boolean }

/** What a template needs to know of its model. */
export type ChatFormat = {
  chatTemplate: string
  bosToken: string
  eosToken: string
  /** Texts of the model's control tokens, by which a caller could try to forge a turn. */
  controlTokens: readonly string[]
  /** Texts of tokens that tokenizers find in plain text too. Those that the template writes are marks to the model. */
  userDefinedTokens: readonly string[]
}

/** What of a request the template sees. */
export type PromptRequest = Pick<ChatRequest, 'messages' | 'tools' | 'toolChoice' | 'reasoning'>

/**
 * Renders a chat with the model's own template into pieces for its tokenizer.
 *
 * Text from the caller that contains a special token's text is kept apart as plain text; all other text stays joined to
 * the template's, so that it is tokenized exactly as the whole rendered prompt would be. Throws an error with the
 * template's own words and the line it failed at.
 */
export function renderPrompt({ messages, tools, toolChoice, reasoning }: PromptRequest, format: ChatFormat): PromptPiece[] {
  const plainMarks = plainMarksOf(format)
  const marks = [...format.controlTokens, ...plainMarks]
  const guarded: string[] = []
  const guard = (text: string) => (isForgeable(text, marks) ? placeholder(guarded.push(text) - 1) : text)
  const rendered = render(format.chatTemplate, {
    messages: messages.map((message) => guardStrings(toTemplateMessage(message, format.chatTemplate), guard)),
    ...(tools?.length && toolChoice !== 'none' ? { tools: tools.map((tool) => guardStrings(tool, guard)) } : {}),
    // The same switch under the names that Qwen and DeepSeek give it.
    ...(reasoning === undefined ? {} : { enable_thinking: reasoning, thinking: reasoning }),
    bos_token: format.bosToken,
    eos_token: format.eosToken,
    add_generation_prompt: true,
  })
  return rendered
    .split(placeholderPattern)
    .flatMap((part, index) => (index % 2 === 0 ? [{ text: part, special: true }] : plainPieces(guarded[Number(part)] ?? '', plainMarks)))
    .filter((piece) => piece.text !== '')
}

/** By their text, of which a process sees one for each of its models: to parse one takes longer than to render a chat. */
const templates = new Map<string, Template>()

function templateOf(text: string): Template {
  const template = templates.get(text) ?? new Template(text)
  templates.set(text, template)
  return template
}

function render(chatTemplate: string, variables: Record<string, unknown>): string {
  try {
    return templateOf(chatTemplate).render(variables)
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    const line = locateTemplateFailure(chatTemplate, variables)
    throw new Error(line ? `Line ${line.number} of the template, ${JSON.stringify(line.text)}: ${words}` : words, { cause: error })
  }
}

// Blank ones are how some vocabularies write white space, and one character means the same as text and as a token.
const plainMarksOf = ({ chatTemplate, userDefinedTokens }: ChatFormat) =>
  userDefinedTokens.filter((token) => [...token].length > 1 && token.trim() !== '' && chatTemplate.includes(token))

const plainPieces = (text: string, marks: readonly string[]): PromptPiece[] =>
  splitMarks(text, marks).map((piece) => ({ text: piece, special: false }))

// Private-use characters stand around the number of a text that is kept apart.
const placeholder = (index: number) => `\uE000${index}\uE001`
const placeholderPattern = /\uE000(\d+)\uE001/

const isForgeable = (text: string, marks: readonly string[]) => text.includes('\uE000') || marks.some((mark) => text.includes(mark))

/** The same value with every string in it passed through `guard`, names of members too. */
function guardStrings(value: unknown, guard: (text: string) => string): unknown {
  if (typeof value === 'string') return guard(value)
  if (Array.isArray(value)) return value.map((item) => guardStrings(item, guard))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [guard(key), guardStrings(item, guard)]))
}

// DeepSeek's templates tell a turn of calls alone by content that is none; others join it to their text, which none cannot be.
const asksForNone = (chatTemplate: string) => /content['"]?\]? is none/.test(chatTemplate)

// They also join the arguments as text, where most templates write an object as JSON.
const joinsArguments = (chatTemplate: string) =>
  /arguments['"]?\]?\s*\+/.test(chatTemplate) && !/arguments['"]?\]?\s*\|\s*tojson/.test(chatTemplate)

// The shape that templates written for Hugging Face's tokenizers expect.
function toTemplateMessage(message: ChatMessage, chatTemplate: string): Record<string, unknown> {
  if (message.role === 'tool') return { role: 'tool', content: message.content, tool_call_id: message.toolCallId }
  if (message.role === 'assistant' && message.toolCalls?.length) {
    const calls = message.toolCalls.map((call) => toTemplateCall(call, joinsArguments(chatTemplate)))
    return { role: 'assistant', content: message.content || (asksForNone(chatTemplate) ? null : ''), tool_calls: calls }
  }
  return { role: message.role, content: message.content }
}

const toTemplateCall = ({ id, name, arguments: text }: ToolCall, asText: boolean) => ({
  id,
  type: 'function',
  function: { name, arguments: asText ? text : parseArguments(text) },
})

// Templates expect an object; a text that is no JSON is shown as it is.
function parseArguments(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
