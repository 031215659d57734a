import { resolve } from 'node:path'

/** Absolute folder of the repository this gate belongs to. */
export const repositoryRoot = resolve(import.meta.dirname, '../../../..')
