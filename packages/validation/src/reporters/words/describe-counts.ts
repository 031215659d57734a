import { type CheckStatus, checkStatus } from '../../base/result.ts'

const words: Record<CheckStatus, string> = {
  pass: 'passed',
  fail: 'failed',
  skip: 'skipped',
  error: 'broke in the gate',
  'not-applicable': 'not applicable',
  'not-offered': 'not offered',
  waived: 'waived',
}

/** Counts in words, without those that are zero unless they are always wanted. */
export const describeCounts = (counts: Record<CheckStatus, number>, always: readonly CheckStatus[] = []): string =>
  checkStatus.options
    .filter((status) => counts[status] > 0 || always.includes(status))
    .map((status) => `${counts[status]} ${words[status]}`)
    .join(', ')
