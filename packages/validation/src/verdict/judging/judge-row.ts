import type { CheckStatus, RowVerdict } from '../../base/result.ts'

/** What a row's verdict depends on. */
export type RowCheck = {
  id: string
  /** `settles`: passing proves the row, together with its peers. `supports`: failing breaks the row, passing is not enough. */
  role: 'settles' | 'supports'
  /** Which of the row's alternatives the check belongs to. */
  method: string | null
  /** `not-run`: left out of a partial or interrupted run. */
  status: CheckStatus | 'not-run'
  reason: string | null
}

/** A verdict with its reason. */
type Verdict = { verdict: RowVerdict; reason: string }

/** What leaves a row as it was: the subject could not be asked, or the failure is known and put up with. */
const outside: readonly RowCheck['status'][] = ['not-applicable', 'not-offered', 'waived']

/**
 * Judges one row. Broken when an applicable check failed; proven when every applicable check that settles it passed, and,
 * where the row has alternatives, at least one alternative is complete; otherwise unproven, never green.
 */
export function judgeRow(checks: readonly RowCheck[], alternatives: readonly string[] = []): Verdict {
  const applicable = checks.filter((check) => !outside.includes(check.status))
  const failed = applicable.filter((check) => check.status === 'fail')
  if (failed.length) return { verdict: 'broken', reason: `failed: ${failed.map((check) => check.id).join(', ')}` }

  const settling = applicable.filter((check) => check.role === 'settles')
  if (settling.length === 0) return withoutSettling(checks)

  const isAlternative = (check: RowCheck) => check.method !== null && alternatives.includes(check.method)
  const open = settling.filter((check) => !isAlternative(check) && check.status !== 'pass')
  if (open.length) return { verdict: 'unproven', reason: open.map(describe).join('; ') }

  const choices = settling.filter(isAlternative)
  const complete = alternatives.filter((method) => {
    const members = choices.filter((check) => check.method === method)
    return members.length > 0 && members.every((check) => check.status === 'pass')
  })
  if (choices.length && complete.length === 0) {
    const gaps = choices.filter((check) => check.status !== 'pass')
    return { verdict: 'unproven', reason: `no alternative is complete: ${gaps.map(describe).join('; ')}` }
  }
  const passed = settling.filter((check) => check.status === 'pass').length
  const through = complete.length ? `, by the method ${complete.join(' and ')}` : ''
  const waived = checks.filter((check) => check.status === 'waived')
  const except = waived.length ? `; waived: ${waived.map((check) => check.id).join(', ')}` : ''
  return { verdict: 'proven', reason: `${passed} ${passed === 1 ? 'check' : 'checks'} passed${through}${except}` }
}

const describe = ({ id, status, reason }: RowCheck) => `${id} ${said[status]}${reason ? `: ${reason}` : ''}`

const said = {
  pass: 'passed',
  fail: 'failed',
  skip: 'was skipped',
  error: 'broke in the gate',
  'not-run': 'did not run',
  'not-applicable': 'is not applicable',
  'not-offered': 'is about what is not offered',
  waived: 'failed and is waived',
}

/** No check that settles the row could be asked, or all of them are waived. */
function withoutSettling(checks: readonly RowCheck[]): Verdict {
  const settling = checks.filter((check) => check.role === 'settles')
  for (const verdict of ['waived', 'not-offered'] as const) {
    const members = settling.filter((check) => check.status === verdict)
    if (members.length > 0) return { verdict, reason: members.map(describe).join('; ') }
  }
  return { verdict: 'unproven', reason: whyNothingSettles(checks) }
}

function whyNothingSettles(checks: readonly RowCheck[]): string {
  const settling = checks.filter((check) => check.role === 'settles')
  if (settling.length) return `not applicable to this subject: ${settling.map((check) => check.id).join(', ')}`
  return checks.length ? `no check settles it yet; in support: ${checks.map((check) => check.id).join(', ')}` : 'no check proves it yet'
}
