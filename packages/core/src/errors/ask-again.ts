import type { Step } from '../error-record.ts'

/** The step for what may be over by the next time. */
export const askAgain: Step = { do: 'request', change: 'Send the same request again.' }
