import { type RouterError, StepError } from '@honestai/core'
import { toErrorBody as toAnthropicBody } from './to-anthropic-error-body.ts'

/** Whether an address belongs to Anthropic's Messages API, with or without a route there. */
export const isOfMessagesApi = (url: string): boolean => /^\/v1\/messages(?=[/?]|$)/.test(url)

/** The body of an error, in the shape of the API that the address belongs to; with the step of the assistant in which it happened. */
export function toErrorBody(error: RouterError, url: string, requestId: string): object {
  if (isOfMessagesApi(url)) return toAnthropicBody(error, requestId)
  const body = error.toBody()
  return error instanceof StepError ? { error: { ...body.error, step: error.step } } : body
}
