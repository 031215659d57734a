import type { TestError } from 'vitest'
import type { TestCase } from 'vitest/node'
import '../checks/check-meta.ts'
import { redact } from '../base/redact.ts'
import type { CheckResult, Failure } from '../base/result.ts'
import type { CatalogueEntry } from '../verdict/catalogue.ts'

/** What a finished Vitest test says about its check. */
export function toCheckResult(entry: CatalogueEntry, testCase: TestCase): CheckResult {
  const { evidence = [], measurements = [], notApplicable, notOffered, reproduce = [] } = testCase.meta()
  const result = outcome(testCase.result(), { notApplicable, notOffered }, evidence.length)
  const { duration = 0, startTime = Date.now() } = testCase.diagnostic() ?? {}
  return {
    ...emptyResult(entry),
    ...result,
    reproduce: result.status === 'fail' ? reproduce.map(redact) : [],
    waiver: null,
    startedAt: new Date(startTime).toISOString(),
    durationMs: Math.round(duration),
    evidence,
    measurements,
  }
}

/** What is known of a check that never came to an end of its own. */
export type BrokenFacts = { startedAt: number; evidence: CheckResult['evidence'] }

/** A check that never came to an end of its own: its file did not load, or its process is gone. */
export function brokenResult(
  entry: CatalogueEntry,
  reason: string,
  { startedAt, evidence }: BrokenFacts = { startedAt: Date.now(), evidence: [] },
): CheckResult {
  return {
    ...emptyResult(entry),
    status: 'error',
    reason: redact(reason),
    failure: null,
    reproduce: [],
    waiver: null,
    startedAt: new Date(startedAt).toISOString(),
    durationMs: Date.now() - startedAt,
    evidence,
    measurements: [],
  }
}

const emptyResult = ({ id, suite, name, promise, proves, supports, method }: CatalogueEntry) => ({
  id,
  suite,
  name,
  promise,
  proves,
  supports,
  method,
})

type Outcome = Pick<CheckResult, 'status' | 'reason' | 'failure'>

/** Why a check let itself be skipped. */
type Bowing = { notApplicable: string | undefined; notOffered: string | undefined }

function outcome(result: ReturnType<TestCase['result']>, { notApplicable, notOffered }: Bowing, evidenceCount: number): Outcome {
  switch (result.state) {
    case 'passed':
      return evidenceCount > 0
        ? { status: 'pass', reason: null, failure: null }
        : { status: 'error', reason: 'It passed without leaving evidence, so it has proven nothing.', failure: null }
    case 'skipped':
      if (notApplicable) return { status: 'not-applicable', reason: redact(notApplicable), failure: null }
      return notOffered
        ? { status: 'not-offered', reason: redact(notOffered), failure: null }
        : { status: 'skip', reason: redact(result.note ?? 'It gave no reason.'), failure: null }
    case 'failed':
      return judgeErrors(result.errors)
    case 'pending':
      return { status: 'error', reason: 'It never ended.', failure: null }
  }
}

/** Names of the errors that the subject is to blame for; a need may throw the last one, such as an engine that does not load. */
const subjectErrors = ['AssertionError', 'SubjectFailure', 'RouterError']

/** The subject is to blame for a failed assertion and for its own failures; anything else is the gate's fault. */
function judgeErrors(errors: readonly TestError[]): Outcome {
  const subjects = errors.find((error) => subjectErrors.includes(error.name ?? ''))
  const error = subjects ?? errors[0]
  if (!error) return { status: 'error', reason: 'It failed without an error.', failure: null }
  const failure = toFailure(error)
  return subjects
    ? { status: 'fail', reason: failure.message, failure }
    : { status: 'error', reason: `${error.name}: ${failure.message}`, failure }
}

const toFailure = ({ message, expected, actual }: TestError): Failure => ({
  message: redact(message),
  expected: show(expected),
  actual: show(actual),
})

const show = (value: unknown): string | null => {
  if (value === undefined || value === null) return null
  return redact(typeof value === 'string' ? value : JSON.stringify(value, null, 2)).slice(0, 4_000)
}
