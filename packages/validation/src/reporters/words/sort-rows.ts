import type { RowResult } from '../../base/result.ts'

const order = ['broken', 'unproven', 'waived', 'not-offered', 'proven']

/** Broken first: what needs a person stands on top. */
export const sortRows = (rows: readonly RowResult[]): RowResult[] =>
  [...rows].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
