import { z } from 'zod'

/** What is read of Vitest's JSON report. A file that fails to load fails the run without failing a test. */
const unitReport = z.object({ success: z.boolean(), numPassedTests: z.int(), numFailedTests: z.int() })

/** What is read of the gate's result. */
const gateResult = z.object({ checks: z.array(z.object({ status: z.string() })) })

/** Unit tests and checks of the gate that passed and failed. */
type Counts = { passed: number; failed: number }

/** Adds up the reports of a run. A part that failed without a failing test or check counts as one failure, so zero means zero. */
export function countResults(unitReports: readonly unknown[], gateResults: readonly unknown[], failedParts: readonly string[]): Counts {
  const units = unitReports.map((report) => unitReport.parse(report))
  const checks = gateResults.flatMap((report) => gateResult.parse(report).checks)
  const withStatus = (...statuses: string[]) => checks.filter(({ status }) => statuses.includes(status)).length

  const passed = sum(units.map((unit) => unit.numPassedTests)) + withStatus('pass')
  const failed = sum(units.map((unit) => Math.max(unit.numFailedTests, unit.success ? 0 : 1))) + withStatus('fail', 'error')
  return { passed, failed: Math.max(failed, failedParts.length) }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
