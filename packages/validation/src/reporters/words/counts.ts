import { type CheckResult, type CheckStatus, checkStatus, type Result, type RowVerdict, rowVerdict } from '../../base/result.ts'

/** How many rows have each verdict. */
export const countRows = ({ rows }: Pick<Result, 'rows'>): Record<RowVerdict, number> =>
  countEach(
    rowVerdict.options,
    rows.map(({ verdict }) => verdict),
  )

/** How many checks ended with each status. */
export const countByStatus = (checks: readonly Pick<CheckResult, 'status'>[]): Record<CheckStatus, number> =>
  countEach(
    checkStatus.options,
    checks.map(({ status }) => status),
  )

/** How many checks ended with a status. */
export const countChecks = ({ checks }: Pick<Result, 'checks'>, status: CheckStatus): number =>
  checks.filter((check) => check.status === status).length

const countEach = <Name extends string>(names: readonly Name[], found: readonly Name[]): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, found.filter((one) => one === name).length])) as Record<Name, number>
