import { type ChecklistId, checklist } from '../base/checklist.ts'
import type { CheckResult, Result, RowResult } from '../base/result.ts'
import { countByStatus } from '../reporters/words/counts.ts'
import { type CatalogueEntry, isForAnyServer } from './catalogue.ts'
import { compareResults } from './judging/compare-results.ts'
import { decideExitCode } from './judging/decide-exit-code.ts'
import { judgeRow, type RowCheck } from './judging/judge-row.ts'

/** Everything that is known when a run ends. */
export type RunRecord = Pick<
  Result,
  'runId' | 'subject' | 'startedAt' | 'endedAt' | 'profile' | 'partial' | 'interrupted' | 'harnessErrors' | 'environment'
> & {
  /** Every check there is. */
  catalogue: readonly CatalogueEntry[]
  /** Checks that were asked for. */
  selected: readonly CatalogueEntry[]
  checks: readonly CheckResult[]
  /** Result of an earlier run to compare with. */
  previous: Result | undefined
}

/** Turns what happened into the result that every report is made from. */
export function assembleResult({ catalogue, selected, checks, previous, ...record }: RunRecord): Result {
  const sorted = [...checks].sort((a, b) => a.id.localeCompare(b.id))
  const fromOutside = record.subject.kind === 'target'
  const rows = judgeRows(fromOutside ? catalogue.filter(isForAnyServer).map(settling) : catalogue, sorted).filter(
    (row) =>
      (record.partial === null && !fromOutside) || selected.some(({ proves, supports }) => [...proves, ...supports].includes(row.id)),
  )
  return {
    schemaVersion: 1,
    ...record,
    ...decideExitCode({ rows, checks: sorted, harnessErrors: record.harnessErrors, interrupted: record.interrupted }),
    durationMs: Date.parse(record.endedAt) - Date.parse(record.startedAt),
    comparison: previous ? compareResults(previous, { checks: sorted, rows }) : null,
    notRun: selected.map(({ id }) => id).filter((id) => !sorted.some((check) => check.id === id)),
    rows,
    suites: summariseSuites(sorted),
    checks: sorted,
  }
}

// From outside nobody can show more of a row than these checks try, so of a server that is not ours they settle it.
const settling = ({ proves, supports, ...entry }: CatalogueEntry): CatalogueEntry => ({
  ...entry,
  proves: [...proves, ...supports],
  supports: [],
})

function judgeRows(catalogue: readonly CatalogueEntry[], checks: readonly CheckResult[]): RowResult[] {
  const statusOf = new Map(checks.map((check) => [check.id, check]))
  return checklist.map((row) => {
    const members = catalogue.flatMap((entry): RowCheck[] => {
      const role = roleIn(row.id, entry)
      if (!role) return []
      const { status = 'not-run', reason = null } = statusOf.get(entry.id) ?? {}
      return [{ id: entry.id, role, method: entry.method, status, reason }]
    })
    const idsOf = (role: RowCheck['role']) => members.filter((member) => member.role === role).map(({ id }) => id)
    return {
      id: row.id,
      claim: row.claim,
      from: row.from,
      ...judgeRow(members, 'alternatives' in row ? row.alternatives : []),
      provedBy: idsOf('settles'),
      supportedBy: idsOf('supports'),
    }
  })
}

function roleIn(row: ChecklistId, { proves, supports }: CatalogueEntry): RowCheck['role'] | undefined {
  if (proves.includes(row)) return 'settles'
  return supports.includes(row) ? 'supports' : undefined
}

function summariseSuites(checks: readonly CheckResult[]): Result['suites'] {
  return [...new Set(checks.map((check) => check.suite))].map((id) => {
    const members = checks.filter((check) => check.suite === id)
    return {
      id,
      durationMs: members.reduce((sum, check) => sum + check.durationMs, 0),
      counts: countByStatus(members),
    }
  })
}
