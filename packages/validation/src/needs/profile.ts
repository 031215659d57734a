import { inject } from 'vitest'

/** `quick` for every day, `full` for a release: the same checks, on more. */
export const profileNeed = (): 'quick' | 'full' => inject('run').profile
