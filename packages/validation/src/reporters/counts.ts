import type { CheckStatus, Result, RowVerdict } from '../result.ts'

/** How many rows have each verdict. */
export const countRows = ({ rows }: Pick<Result, 'rows'>): Record<RowVerdict, number> => ({
  proven: rows.filter((row) => row.verdict === 'proven').length,
  broken: rows.filter((row) => row.verdict === 'broken').length,
  unproven: rows.filter((row) => row.verdict === 'unproven').length,
})

/** How many checks ended with a status. */
export const countChecks = ({ checks }: Pick<Result, 'checks'>, status: CheckStatus): number =>
  checks.filter((check) => check.status === status).length
