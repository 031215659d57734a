import type { ChatRequest } from '../chat/chat.ts'
import { routerError } from '../errors.ts'

/** Throws `invalid_request` for a prompt that is empty or stands beside messages, `unsupported_parameter` for what only a template could heed. */
export function checkPrompt({ prompt, parseSpecial, messages, ...request }: ChatRequest): void {
  const refuse = (problem: string) => routerError('invalid_request', { param: 'prompt', problem })
  if (prompt === undefined) {
    if (parseSpecial) throw routerError('unsupported_parameter', { param: 'parseSpecial', besides: 'messages' })
    return
  }
  if (messages.length > 0) throw refuse('it cannot be combined with messages; give one of them')
  if (prompt.length === 0) throw refuse('it is empty')
  for (const param of ['tools', 'toolChoice', 'reasoning'] as const) {
    if (request[param] !== undefined) throw routerError('unsupported_parameter', { param, besides: 'prompt' })
  }
}
