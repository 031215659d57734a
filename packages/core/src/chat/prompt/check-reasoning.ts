import { routerError } from '../../errors.ts'

/**
 * Throws `model_lacks_ability` when a request wants reasoning on or off and the template has no switch for it. A model that
 * never reasons does what `false` asks.
 */
export function checkReasoning(reasoning: boolean | undefined, chatTemplate: string, model: string): void {
  const reasons = chatTemplate.includes('</think>')
  if (reasoning === undefined || hasReasoningSwitch(chatTemplate) || reasons === reasoning) return
  throw routerError('model_lacks_ability', { model, ability: reasoning ? 'reason' : 'answer without reasoning', able: [] })
}

/** Whether a template can turn reasoning on and off, by the name that Qwen or DeepSeek gives the switch. */
export const hasReasoningSwitch = (chatTemplate: string) => /\b(enable_)?thinking\b/.test(chatTemplate)
