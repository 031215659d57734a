import { abortError } from './abort-error.ts'

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
