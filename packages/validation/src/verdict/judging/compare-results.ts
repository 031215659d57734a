import type { Comparison, Result } from '../../base/result.ts'

type Findings = Pick<Result, 'checks' | 'rows'>

/** Says what has changed since an earlier result: of checks that ran in both, and of rows that were judged in both. */
export function compareResults(before: Findings & Pick<Result, 'runId' | 'startedAt'>, now: Findings): Comparison {
  const failedBefore = new Map(before.checks.map(({ id, status }) => [id, isFailed(status)]))
  const verdictBefore = new Map(before.rows.map(({ id, verdict }) => [id, verdict]))
  const checksThat = (failed: boolean) =>
    now.checks.filter(({ id, status }) => isFailed(status) === failed && failedBefore.get(id) === !failed).map(({ id }) => id)
  const rowsThat = (verdict: 'broken' | 'proven') =>
    now.rows.filter((row) => row.verdict === verdict && (verdictBefore.get(row.id) ?? verdict) !== verdict).map(({ id }) => id)
  return {
    runId: before.runId,
    startedAt: before.startedAt,
    newlyFailed: checksThat(true),
    noLongerFailed: checksThat(false),
    newlyBroken: rowsThat('broken'),
    newlyProven: rowsThat('proven'),
  }
}

const isFailed = (status: Result['checks'][number]['status']): boolean => status === 'fail' || status === 'error'
