import type { ErrorRecord } from '../error-record.ts'

/** An entry of the error table, whose functions are given what its example holds. */
export const define = <Details>(record: ErrorRecord<Details>) => record
