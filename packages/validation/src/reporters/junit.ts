import { create } from 'xmlbuilder2'
import type { CheckResult, Result, RowResult } from '../base/result.ts'
import { countChecks, countRows } from './words/counts.ts'

/**
 * The result as JUnit XML, for services that show tests: a case for each check and one for each row of the checklist. A check that is not applicable
 * counts as skipped there. A row that is broken or unproven is a failure, so that no page shows a release as green that is not.
 */
export function renderJunit(result: Result): string {
  const rows = countJunitRows(result)
  const root = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '\u{FFFD}' }).ele('testsuites', {
    name: 'HonestAI Local release gate',
    tests: result.checks.length + rows.tests + result.harnessErrors.length,
    failures: countChecks(result, 'fail') + rows.failures,
    errors: countChecks(result, 'error') + result.harnessErrors.length,
    skipped: countSkipped(result.checks) + rows.skipped,
    time: seconds(result.durationMs),
    timestamp: result.startedAt,
  })
  for (const { id, durationMs, counts } of result.suites) {
    const checks = result.checks.filter((check) => check.suite === id)
    const suite = root.ele('testsuite', {
      name: id,
      tests: checks.length,
      failures: counts.fail,
      errors: counts.error,
      skipped: countSkipped(checks),
      time: seconds(durationMs),
    })
    for (const check of checks) addCase(suite, check)
  }
  if (rows.tests) addRows(root.ele('testsuite', { name: 'checklist', ...rows }), result.rows)
  if (result.harnessErrors.length) addHarness(root, result.harnessErrors)
  return root.end({ prettyPrint: true })
}

type Node = ReturnType<typeof create>

function addCase(suite: Node, check: CheckResult): void {
  const test = suite.ele('testcase', { classname: check.suite, name: check.name, time: seconds(check.durationMs) })
  const message = check.reason ?? ''
  if (check.status === 'fail') test.ele('failure', { message }).txt(detail(check))
  if (check.status === 'error') test.ele('error', { message }).txt(detail(check))
  if (countsAsSkipped(check)) test.ele('skipped', { message })
  test.ele('system-out').txt([check.promise, ...check.evidence.map(({ file, sha256 }) => `${file} sha256 ${sha256}`)].join('\n'))
}

function addRows(suite: Node, rows: readonly RowResult[]): void {
  for (const row of rows) {
    const test = suite.ele('testcase', { classname: 'checklist', name: row.id })
    const message = `${row.verdict}: ${row.reason}`
    if (isUnsettled(row)) test.ele('failure', { message })
    if (isLeftOut(row)) test.ele('skipped', { message })
    test.ele('system-out').txt(row.claim)
  }
}

function addHarness(root: Node, errors: readonly string[]): void {
  const suite = root.ele('testsuite', { name: 'harness', tests: errors.length, errors: errors.length })
  for (const [index, message] of errors.entries()) {
    suite.ele('testcase', { classname: 'harness', name: `error ${index + 1}` }).ele('error', { message })
  }
}

function countJunitRows(result: Result) {
  const { broken, unproven, waived, 'not-offered': notOffered } = countRows(result)
  return { tests: result.rows.length, failures: broken + unproven, skipped: waived + notOffered }
}

const isUnsettled = ({ verdict }: RowResult) => verdict === 'broken' || verdict === 'unproven'

const isLeftOut = ({ verdict }: RowResult) => verdict === 'not-offered' || verdict === 'waived'

const countsAsSkipped = ({ status }: CheckResult) => status !== 'pass' && status !== 'fail' && status !== 'error'

const countSkipped = (checks: readonly CheckResult[]) => checks.filter(countsAsSkipped).length

const detail = ({ promise, failure, reproduce }: CheckResult) =>
  [
    promise,
    ...reproduce,
    ...(failure ? [failure.message, `expected: ${failure.expected ?? '–'}`, `actual: ${failure.actual ?? '–'}`] : []),
  ].join('\n')

const seconds = (milliseconds: number) => (milliseconds / 1_000).toFixed(3)
