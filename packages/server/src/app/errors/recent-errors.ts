import type { ErrorBody } from '@honestai/core'

/** An error that happened, and when last. */
export type RecentError = Pick<ErrorBody['error'], 'code' | 'message' | 'steps'> & { at: string }

/** The last errors of a server, latest first, each once. */
export type RecentErrors = { add(error: ErrorBody['error']): void; list(): RecentError[] }

/** Keeps the last errors, in bounded memory. */
export function createRecentErrors(limit = 20): RecentErrors {
  let errors: RecentError[] = []
  return {
    add({ code, message, steps }) {
      const others = errors.filter((error) => error.code !== code || error.message !== message)
      errors = [{ at: new Date().toISOString(), code, message, steps }, ...others].slice(0, limit)
    },
    list: () => errors,
  }
}
