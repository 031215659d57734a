import type { RouterError } from '@honestai/core'

/** The body of an error in Anthropic's shape, with the steps of the error table. */
export function toErrorBody(routerError: RouterError, requestId: string) {
  const { error } = routerError.toBody()
  return {
    type: 'error' as const,
    error: { ...error, type: toErrorType(routerError), details: { error_code: error.code } },
    request_id: requestId,
  }
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
