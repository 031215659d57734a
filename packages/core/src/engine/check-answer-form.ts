import type { ChatRequest } from '../chat/chat.ts'
import { routerError } from '../errors.ts'

const formats: readonly unknown[] = ['text', 'json-object', 'json-schema', 'grammar']

/** Throws `invalid_request` for a tool choice without its tool, and `unsupported_parameter` for what does not go together. */
export function checkAnswerForm({ tools = [], toolChoice, responseFormat, logprobs }: ChatRequest): void {
  const names = tools.map((tool) => tool.function.name)
  const refuse = (problem: string) => routerError('invalid_request', { param: 'tool_choice', problem })
  if (toolChoice === 'required' && tools.length === 0) throw refuse('it demands a call, but there are no tools')
  if (typeof toolChoice === 'object' && !names.includes(toolChoice.name)) {
    throw refuse(
      `there is no tool named "${toolChoice.name}"; ${names.length > 0 ? `there are ${names.join(', ')}` : 'no tools are given'}`,
    )
  }
  if (responseFormat && !formats.includes(responseFormat.type)) {
    throw routerError('invalid_request', { param: 'response_format', problem: `expected one of ${formats.join(', ')}` })
  }
  const param = typeof toolChoice === 'object' || toolChoice === 'required' ? 'tool_choice' : 'response_format'
  const isHeld = param === 'tool_choice' || (responseFormat && responseFormat.type !== 'text')
  // The bindings take no grammar where they tell log probabilities.
  if (logprobs && isHeld) throw routerError('unsupported_parameter', { param: 'logprobs', besides: param })
}
