import { inject } from 'vitest'
import type { Subject } from '../../subject/run-context.ts'

/** What is gated: the canary, or the user's own config. */
export const subjectNeed = (): Subject => inject('run').subject

/** `quick` for every day, `full` for a release: the same checks, on more. */
export const profileNeed = (): 'quick' | 'full' => inject('run').profile

/** How long a mixed load goes on, in milliseconds. */
export const soakNeed = (): number => inject('run').soakMs
