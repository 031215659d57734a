import { z } from 'zod'

/** What is read of Vitest's JSON report. A file that fails to load fails the run without failing a test. */
const unitReport = z.object({
  success: z.boolean(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() })),
    }),
  ),
})

/** What is read of the gate's result. */
const gateResult = z.object({ checks: z.array(z.object({ id: z.string(), status: z.string(), reason: z.string().nullable() })) })

/** Unit tests and checks of the gate that passed and failed, and a line on each that failed. */
type Counts = { passed: number; failed: number; failures: string[] }

/** Adds up the reports of a run. A part that failed without a failing test or check counts as one failure, so zero means zero. */
export function countResults(unitReports: readonly unknown[], gateResults: readonly unknown[], failedParts: readonly string[]): Counts {
  const units = unitReports.map((report) => unitReport.parse(report))
  const checks = gateResults.flatMap((report) => gateResult.parse(report).checks)
  const failedChecks = checks.filter(({ status }) => status === 'fail' || status === 'error')

  const passed = sum(units.map((unit) => unit.numPassedTests)) + checks.filter(({ status }) => status === 'pass').length
  const failed = sum(units.map(countFailures)) + failedChecks.length
  const failures = [...units.flatMap(unitFailures), ...failedChecks.map(({ id, reason }) => line(id, reason ?? ''))]
  return { passed, failed: Math.max(failed, failedParts.length), failures }
}

type UnitReport = z.infer<typeof unitReport>

/** A package whose tests are not found has failed too, though Vitest, which may be asked for a few by name, lets that pass. */
const isEmpty = ({ numPassedTests, numFailedTests, success }: UnitReport) => success && numPassedTests + numFailedTests === 0

const countFailures = (unit: UnitReport) => Math.max(unit.numFailedTests, unit.success && !isEmpty(unit) ? 0 : 1)

function unitFailures(unit: UnitReport): string[] {
  if (isEmpty(unit)) return ['unit tests: a package has none']
  const { testResults } = unit
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0 && status === 'failed') return [line(name, message)]
    return failed.map(({ fullName, failureMessages }) => line(`${name} › ${fullName}`, failureMessages?.[0] ?? ''))
  })
}

/** The rest of a message, a stack for the most part, stands in the report of its part. */
const line = (subject: string, message: string) => `${subject}: ${message.split('\n', 1)[0]}`

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
