/**
 * How a family of models writes tool calls:
 *
 * - `hermes` (Hermes, Qwen): `<tool_call>{"name": …, "arguments": {…}}</tool_call>`
 * - `llama-3`: `{"name": …, "parameters": {…}}` as all there is, or after `<|python_tag|>`
 * - `mistral`: `[TOOL_CALLS][{"name": …, "arguments": {…}}]`
 * - `mistral-named`: `[TOOL_CALLS]name[ARGS]{…}`; `mistral-identified` with `[CALL_ID]id` between
 */
export type CallSyntax = 'hermes' | 'llama-3' | 'mistral' | 'mistral-named' | 'mistral-identified'

/** What begins a call, where something does. */
export const callMarks = {
  hermes: '<tool_call>',
  'llama-3': '<|python_tag|>',
  mistral: '[TOOL_CALLS]',
  'mistral-named': '[TOOL_CALLS]',
  'mistral-identified': '[TOOL_CALLS]',
} as const satisfies Record<CallSyntax, string>

/** All marks that a syntax has. */
export const allCallMarks: Record<CallSyntax, readonly string[]> = {
  hermes: ['<tool_call>', '</tool_call>'],
  'llama-3': ['<|python_tag|>'],
  mistral: ['[TOOL_CALLS]'],
  'mistral-named': ['[TOOL_CALLS]', '[ARGS]'],
  'mistral-identified': ['[TOOL_CALLS]', '[CALL_ID]', '[ARGS]'],
}

/** The syntax a template teaches its model; undefined for templates without tools and those of families not known here. */
export function callSyntaxOf(chatTemplate: string): CallSyntax | undefined {
  const holds = (text: string) => chatTemplate.includes(text)
  if (holds('[TOOL_CALLS]')) return holds('[CALL_ID]') ? 'mistral-identified' : holds('[ARGS]') ? 'mistral-named' : 'mistral'
  // Others put XML between the same marks.
  if (holds('<tool_call>')) return /\barguments\\?"/.test(chatTemplate) && !holds('<function=') ? 'hermes' : undefined
  const isLlama3 = holds('<|start_header_id|>') && !holds('<function=')
  return isLlama3 && (holds('<|python_tag|>') || holds('"parameters": dictionary')) ? 'llama-3' : undefined
}
