import type { ChatRequest } from '../chat.ts'
import type { OutputSyntax } from '../output/output-format.ts'
import { type ChatFormat, type PromptPiece, renderPrompt } from '../prompt/render-prompt.ts'
import type { TemplateTraits } from '../prompt/template-traits.ts'
import { describeTemplate } from './describe-template.ts'

/** A chat as its model is to go on with it, and what a caller might not expect of it. */
export type RenderedChat = { pieces: PromptPiece[]; syntax: OutputSyntax; warnings: string[] }

/**
 * Renders a chat with a model's template as the template takes it. Reasoning that is to be off and has no switch there is begun and
 * ended at once. Throws an error with the template's own words and the line it failed at.
 */
export function renderChat(request: ChatRequest, format: Omit<ChatFormat, 'traits'>): RenderedChat {
  const { traits, syntax } = describeTemplate(format.chatTemplate)
  const pieces = renderPrompt(request, { ...format, traits })
  const isForced = request.reasoning === false && (traits.switches === undefined || endsInReasoning(pieces, syntax))
  const closed = isForced ? withClosedReasoning(pieces, syntax) : pieces
  return { pieces: closed, syntax, warnings: warningsOf(request, format.chatTemplate, traits, syntax) }
}

const endsInReasoning = (pieces: readonly PromptPiece[], { reasoning }: OutputSyntax): boolean => {
  const last = pieces.at(-1)
  return reasoning !== undefined && last?.special === true && last.text.trimEnd().endsWith(reasoning.open.trim())
}

function withClosedReasoning(pieces: PromptPiece[], syntax: OutputSyntax): PromptPiece[] {
  const { reasoning, channels } = syntax
  if (!reasoning) return pieces
  const text = channels ? `${reasoning.open}${reasoning.close}` : `\n\n${reasoning.close}\n\n`
  const last = pieces.at(-1)
  if (last && endsInReasoning(pieces, syntax)) return [...pieces.slice(0, -1), { ...last, text: `${last.text.trimEnd()}${text}` }]
  const whole = channels ? text : `${reasoning.open.trimEnd()}${text}`
  return last?.special ? [...pieces.slice(0, -1), { ...last, text: last.text + whole }] : [...pieces, { text: whole, special: true }]
}

function warningsOf(request: ChatRequest, chatTemplate: string, traits: TemplateTraits, { reasoning }: OutputSyntax): string[] {
  const { messages, tools = [], reasoningEffort: effort, templateArguments = {} } = request
  const isSwitched = request.reasoning !== undefined && traits.switches !== undefined
  return [
    ...(!traits.hasSystem && messages.some((message) => message.role === 'system')
      ? ['The chat template knows no system messages: they stand at the head of the turn of the user that follows.']
      : []),
    ...(tools.length > 0 && !traits.hasTools ? ['The chat template does not tell the model of tools: describe them in a message.'] : []),
    ...(request.reasoning === true && !reasoning ? ['The chat template knows no reasoning: the model was asked for none.'] : []),
    ...(effort !== undefined && effort !== 'none' && !traits.efforts.told.includes(effort) && !isSwitched
      ? [`The chat template knows no reasoning_effort "${effort}": it changes nothing.`]
      : []),
    ...Object.keys(templateArguments)
      .filter((name) => !chatTemplate.includes(name) && !(name === 'enable_thinking' && traits.switches))
      .map((name) => `The chat template does not use "${name}".`),
  ]
}
