import { RouterError, routerError } from '../../errors.ts'

/** What a promise comes to, or the signal's error as soon as it aborts. `discard` takes a result that comes too late. */
export async function orAbort<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
  discard: (late: Value) => void = () => {},
): Promise<Value> {
  const aborted = Promise.withResolvers<never>()
  const leave = () => {
    promise.then(discard, () => {})
    aborted.reject(abortError(signal))
  }
  if (signal.aborted) leave()
  else signal.addEventListener('abort', leave, { once: true })
  try {
    return await Promise.race([aborted.promise, promise])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

/** The error that ends a request whose signal aborted: the signal's own where it is one of the table. */
export function abortError(signal: AbortSignal): RouterError {
  return signal.reason instanceof RouterError ? signal.reason : routerError('request_cancelled', {})
}
