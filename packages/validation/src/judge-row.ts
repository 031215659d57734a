import type { CheckStatus, RowVerdict } from './result.ts'

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

/**
 * Judges one row. Broken when an applicable check failed; proven when every applicable check that settles it passed, and,
 * where the row has alternatives, at least one alternative is complete; otherwise unproven, never green.
 */
export function judgeRow(checks: readonly RowCheck[], alternatives: readonly string[] = []): Verdict {
  const applicable = checks.filter((check) => check.status !== 'not-applicable')
  const failed = applicable.filter((check) => check.status === 'fail')
  if (failed.length) return { verdict: 'broken', reason: `failed: ${failed.map((check) => check.id).join(', ')}` }

  const settling = applicable.filter((check) => check.role === 'settles')
  if (settling.length === 0) return { verdict: 'unproven', reason: whyNothingSettles(checks) }

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
  return { verdict: 'proven', reason: `${passed} ${passed === 1 ? 'check' : 'checks'} passed${through}` }
}

const describe = ({ id, status, reason }: RowCheck) => `${id} ${said[status]}${reason ? `: ${reason}` : ''}`

const said = {
  pass: 'passed',
  fail: 'failed',
  skip: 'was skipped',
  error: 'broke in the gate',
  'not-run': 'did not run',
  'not-applicable': 'is not applicable',
}

function whyNothingSettles(checks: readonly RowCheck[]): string {
  const settling = checks.filter((check) => check.role === 'settles')
  if (settling.length) return `not applicable to this subject: ${settling.map((check) => check.id).join(', ')}`
  return checks.length ? `no check settles it yet; in support: ${checks.map((check) => check.id).join(', ')}` : 'no check proves it yet'
}
