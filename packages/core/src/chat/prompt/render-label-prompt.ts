import { hasReasoningSwitch } from './check-reasoning.ts'
import { type ChatFormat, type PromptPiece, type PromptRequest, renderPrompt } from './render-prompt.ts'

/**
 * Renders a chat that is to be answered with a label, which has to come at once: reasoning is off where the template has a switch for
 * it, and ended where the prompt would begin it. Throws as `renderPrompt` does.
 */
export function renderLabelPrompt(request: PromptRequest, format: ChatFormat): PromptPiece[] {
  const reasoning = hasReasoningSwitch(format.chatTemplate) ? false : request.reasoning
  const pieces = renderPrompt({ ...request, reasoning }, format)
  const last = pieces.at(-1)
  if (!last?.special || !last.text.trimEnd().endsWith('<think>')) return pieces
  return [...pieces.slice(0, -1), { ...last, text: `${last.text.trimEnd()}\n\n</think>\n\n` }]
}
