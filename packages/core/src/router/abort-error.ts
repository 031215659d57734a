import { RouterError, routerError } from '../errors.ts'

/** The error that ends a request whose signal aborted: the signal's own where it is one of the table. */
export function abortError(signal: AbortSignal): RouterError {
  return signal.reason instanceof RouterError ? signal.reason : routerError('request_cancelled', {})
}
