import type { CheckStatus, Result, RowVerdict } from '../../base/result.ts'

/** What the verdict of a run depends on. */
type Findings = {
  rows: readonly { verdict: RowVerdict }[]
  checks: readonly { status: CheckStatus }[]
  harnessErrors: readonly string[]
  interrupted: string | null
}

/**
 * Verdict and exit code: 0 every row proven, except what a target does not offer and what is waived; 1 something broken, 2 something unproven, 3 the harness broke.
 * A broken promise outranks a broken harness: it is knowledge, and nothing may mask it.
 */
export function decideExitCode({ rows, checks, harnessErrors, interrupted }: Findings): Pick<Result, 'verdict' | 'exitCode'> {
  if (rows.some((row) => row.verdict === 'broken') || checks.some((check) => check.status === 'fail')) {
    return { verdict: 'broken', exitCode: 1 }
  }
  if (harnessErrors.length || checks.some((check) => check.status === 'error')) return { verdict: 'harness-broke', exitCode: 3 }
  const allProven = rows.some((row) => row.verdict === 'proven') && rows.every((row) => row.verdict !== 'unproven')
  return allProven && interrupted === null ? { verdict: 'proven', exitCode: 0 } : { verdict: 'unproven', exitCode: 2 }
}
