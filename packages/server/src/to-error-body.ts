import type { RouterError } from '@honestai/core'
import { toErrorBody as toAnthropicBody } from './anthropic/to-error-body.ts'

/** Whether an address belongs to Anthropic's Messages API, with or without a route there. */
export const isOfMessagesApi = (url: string): boolean => /^\/v1\/messages(?=[/?]|$)/.test(url)

/** The body of an error, in the shape of the API that the address belongs to. */
export function toErrorBody(error: RouterError, url: string, requestId: string): object {
  return isOfMessagesApi(url) ? toAnthropicBody(error, requestId) : error.toBody()
}
