import { type ErrorCode, errorCodes } from '@honestai/core'

/** How a request ended: `refused` is the caller's to mend, `failure` the operator's. */
export type RequestOutcome = 'success' | 'refused' | 'failure' | 'cancelled'

/** How a request ended that ended with this error, or with none. */
export function toOutcome(code: ErrorCode | undefined): RequestOutcome {
  if (code === undefined) return 'success'
  if (code === 'request_cancelled') return 'cancelled'
  return errorCodes[code].status >= 500 ? 'failure' : 'refused'
}
