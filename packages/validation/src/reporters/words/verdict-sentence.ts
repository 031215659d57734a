import type { Result } from '../../base/result.ts'
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
