import type { CheckResult, Waiver } from '../../../base/result.ts'

/** Turns failures that a profile expects into waived ones, until their waivers expire. `today` is a date such as 2026-11-26. */
export function applyWaivers(checks: readonly CheckResult[], waivers: readonly Waiver[], today: string): CheckResult[] {
  return checks.map((check) => {
    const waiver = check.status === 'fail' ? waivers.find(({ check: id }) => id === check.id) : undefined
    if (!waiver) return check
    if (waiver.expires >= today) return { ...check, status: 'waived', waiver }
    return { ...check, reason: `${check.reason} (its waiver expired on ${waiver.expires})` }
  })
}
