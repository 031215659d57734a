import { inject } from 'vitest'
import type { Subject } from '../run-context.ts'

/** What is gated: the canary, or the user's own config. */
export const subjectNeed = (): Subject => inject('run').subject
