import type { RouterError } from '@honestai/core'
import { z } from 'zod'
import { errorResponse } from '../../errors/error-response.ts'
import type { ErrorShape } from '../../errors/error-shape.ts'

/** Anthropic's, with the steps of the error table. */
export const anthropicErrors: ErrorShape = {
  name: 'MessagesError',
  schema: z.looseObject({
    type: z.literal('error'),
    error: errorResponse.shape.error.extend({
      details: z
        .looseObject({ error_code: errorResponse.shape.error.shape.code })
        .describe('The code, where clients of Anthropic look for one.'),
    }),
    request_id: z.string(),
  }),
  toBody(thrown, requestId) {
    const { error } = thrown.toBody()
    return { type: 'error', error: { ...error, type: toErrorType(thrown), details: { error_code: error.code } }, request_id: requestId }
  },
  idHeader: 'request-id',
}

function toErrorType({ status, code }: RouterError) {
  if (code === 'overloaded') return 'overloaded_error'
  switch (status) {
    case 401:
      return 'authentication_error'
    case 403:
      return 'permission_error'
    case 404:
      return 'not_found_error'
    case 413:
      return 'request_too_large'
    case 408:
    case 504:
      return 'timeout_error'
    default:
      return status >= 500 ? 'api_error' : 'invalid_request_error'
  }
}
