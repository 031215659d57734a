import { expect, test } from 'vitest'
import { countResults } from './count-results.ts'

const unit = (numPassedTests: number, ...failing: string[]) => ({
  success: failing.length === 0,
  numPassedTests,
  numFailedTests: failing.length,
  testResults: [
    {
      name: '/repository/one.test.ts',
      status: failing.length === 0 ? 'passed' : 'failed',
      message: '',
      assertionResults: [
        { fullName: 'holds', status: 'passed', failureMessages: [] },
        ...failing.map((fullName) => ({ fullName, status: 'failed', failureMessages: ['Error: 1 is not 2\n    at line 3'] })),
      ],
    },
  ],
})

const gate = (...statuses: string[]) => ({
  checks: statuses.map((status) => ({
    id: `suite/${status}s`,
    status,
    reason: status === 'pass' ? null : 'The server hung up.\nIt was cold.',
  })),
})

test('unit tests of all packages and checks of the gate add up', () => {
  expect(countResults([unit(3), unit(4, 'breaks')], [gate('pass', 'fail', 'error')], ['test', 'validate'])).toMatchObject({
    passed: 8,
    failed: 3,
  })
})

test('what failed is named with the first line of its reason', () => {
  expect(countResults([unit(3, 'breaks')], [gate('pass', 'fail', 'skip', 'error')], ['test', 'validate']).failures).toEqual([
    '/repository/one.test.ts › breaks: Error: 1 is not 2',
    'suite/fails: The server hung up.',
    'suite/errors: The server hung up.',
  ])
})

test('skipped and inapplicable checks count neither way', () => {
  expect(countResults([], [gate('pass', 'skip', 'not-applicable')], [])).toEqual({ passed: 1, failed: 0, failures: [] })
})

test('a test file that fails to load is a failure', () => {
  const testResults = [{ name: '/repository/two.test.ts', status: 'failed', message: 'Error: no such module', assertionResults: [] }]
  expect(countResults([{ ...unit(2), success: false, testResults }], [], ['test'])).toEqual({
    passed: 2,
    failed: 1,
    failures: ['/repository/two.test.ts: Error: no such module'],
  })
})

test('a part that failed before it could count is a failure', () => {
  expect(countResults([unit(2)], [], ['check'])).toMatchObject({ passed: 2, failed: 1 })
})

test('a package without a test is a failure', () => {
  const empty = { success: true, numPassedTests: 0, numFailedTests: 0, testResults: [] }
  expect(countResults([unit(2), empty], [], [])).toEqual({ passed: 2, failed: 1, failures: ['unit tests: a package has none'] })
})
