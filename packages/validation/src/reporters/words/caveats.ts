import type { Result } from '../../base/result.ts'

/** What a reader must know before believing a report: it covers a part only, or ended early, or the gate broke. */
export function caveats({ partial, interrupted, notRun, harnessErrors }: Result): string[] {
  return [
    ...(partial ? [`Partial run: ${[...partial.suites, ...partial.checks].join(', ')} only. Rows it did not touch are not judged.`] : []),
    ...(interrupted ? [`The run ended early: ${interrupted}.`] : []),
    ...(notRun.length ? [`Did not run: ${notRun.length > 5 ? `${notRun.length} checks` : notRun.join(', ')}.`] : []),
    ...harnessErrors.map((error) => `The gate broke: ${error}`),
  ]
}
