import type { ErrorRecord, Step } from './error-record.ts'

/** An entry of the error table, whose functions are given what its example holds. */
export const define = <Details>(record: ErrorRecord<Details>) => record

/** The step for what may be over by the next time. */
export const askAgain: Step = { do: 'request', change: 'Send the same request again.' }

const mostListed = 12

/** Names for a message: the first of them, and that there are more. */
export const listSome = (names: readonly string[]): string =>
  `${names.slice(0, mostListed).join(', ')}${names.length > mostListed ? ' and more' : ''}`

/** Bytes for people. */
export const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`
