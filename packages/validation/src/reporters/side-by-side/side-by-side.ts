import type { CheckResult, Result } from '../../base/result.ts'

/** How one subject did in one check. */
export type Cell = Pick<CheckResult, 'status' | 'reason' | 'reproduce' | 'waiver'> & {
  /** Evidence, relative to the folder of the comparison. */
  evidence: string[]
}

/** Several results, arranged so that each line is one thing that they can be compared in. */
export type SideBySide = {
  subjects: { name: string; model: string; startedAt: string; exitCode: number; verdict: Result['verdict']; folder: string }[]
  /** What each offers; null where nobody asked. */
  capabilities: { name: string; offered: (boolean | null)[] }[]
  /** Null where a check did not run. */
  checks: { id: string; promise: string; cells: (Cell | null)[] }[]
}

/** A result, and the folder of its report relative to that of the comparison. */
export type NamedResult = { result: Result; folder: string }

/** Arranges results by check. Checks that only one of them ran are shown too: that the others did not is worth knowing. */
export function arrangeSideBySide(named: readonly NamedResult[]): SideBySide {
  const results = named.map(({ result }) => result)
  const promises = new Map(results.flatMap(({ checks }) => checks.map(({ id, promise }) => [id, promise])))
  const capabilities = new Set(results.flatMap(({ subject }) => subject.target?.capabilities.map(({ name }) => name) ?? []))
  return {
    subjects: named.map(({ result, folder }) => ({
      name: result.subject.target?.name ?? 'HonestAI Local',
      model: result.subject.target?.model ?? result.subject.models.map(({ id }) => id).join(', '),
      startedAt: result.startedAt,
      exitCode: result.exitCode,
      verdict: result.verdict,
      folder,
    })),
    capabilities: [...capabilities].map((name) => ({
      name,
      offered: results.map(({ subject }) => subject.target?.capabilities.find((one) => one.name === name)?.offered ?? null),
    })),
    checks: [...promises]
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([id, promise]) => ({
        id,
        promise,
        cells: named.map(({ result, folder }) =>
          toCell(
            result.checks.find((check) => check.id === id),
            folder,
          ),
        ),
      })),
  }
}

const toCell = (check: CheckResult | undefined, folder: string): Cell | null =>
  check
    ? {
        status: check.status,
        reason: check.reason,
        reproduce: check.reproduce,
        waiver: check.waiver,
        evidence: check.evidence.map(({ file }) => `${folder}/${file}`),
      }
    : null
