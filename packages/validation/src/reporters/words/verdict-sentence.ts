import type { Result, RowResult } from '../../base/result.ts'
import { countChecks, countRows } from './counts.ts'

/** The verdict of a run as one sentence, said alike in every report. */
export function verdictSentence(result: Result): string {
  const { proven, broken, unproven, waived, 'not-offered': notOffered } = countRows(result)
  const failed = countChecks(result, 'fail')
  const rows = (count: number) => (count === 1 ? '1 row' : `${count} rows`)
  const aside = waived + notOffered > 0 ? `; ${waived} waived, ${notOffered} not offered` : ''
  switch (result.verdict) {
    case 'proven':
      if (result.subject.target) return `Of what can be tried from outside, ${rows(proven)} proven and none broken${aside}.`
      if (result.partial) return `All ${proven} rows of this part are proven${aside}.`
      return aside ? `${rows(proven)} of the checklist proven and none broken${aside}.` : 'Every row of the checklist is proven.'
    case 'broken':
      return `${failed === 1 ? '1 check' : `${failed} checks`} failed; ${rows(broken)} of the checklist broken.`
    case 'unproven':
      return `Nothing is broken; ${rows(unproven)} of the checklist unproven.`
    case 'harness-broke':
      return 'The gate itself broke, so its findings cannot be trusted.'
  }
}

/** What a reader must know before believing a report: it covers a part only, or ended early, or the gate broke. */
export function caveats({ partial, interrupted, notRun, harnessErrors }: Result): string[] {
  return [
    ...(partial ? [`Partial run: ${[...partial.suites, ...partial.checks].join(', ')} only. Rows it did not touch are not judged.`] : []),
    ...(interrupted ? [`The run ended early: ${interrupted}.`] : []),
    ...(notRun.length ? [`Did not run: ${notRun.length > 5 ? `${notRun.length} checks` : notRun.join(', ')}.`] : []),
    ...harnessErrors.map((error) => `The gate broke: ${error}`),
  ]
}

const order = ['broken', 'unproven', 'waived', 'not-offered', 'proven']

/** Broken first: what needs a person stands on top. */
export const sortRows = (rows: readonly RowResult[]): RowResult[] =>
  [...rows].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
