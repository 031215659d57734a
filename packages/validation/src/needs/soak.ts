import { inject } from 'vitest'

/** How long a mixed load goes on, in milliseconds. */
export const soakNeed = (): number => inject('run').soakMs
