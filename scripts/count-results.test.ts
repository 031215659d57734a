import { expect, test } from 'vitest'
import { countResults } from './count-results.ts'

const unit = (numPassedTests: number, numFailedTests: number) => ({ success: numFailedTests === 0, numPassedTests, numFailedTests })

const gate = (...statuses: string[]) => ({ checks: statuses.map((status) => ({ status })) })

test('unit tests of all packages and checks of the gate add up', () => {
  expect(countResults([unit(3, 0), unit(4, 1)], [gate('pass', 'fail', 'error')], ['test', 'validate'])).toEqual({ passed: 8, failed: 3 })
})

test('skipped and inapplicable checks count neither way', () => {
  expect(countResults([], [gate('pass', 'skip', 'not-applicable')], [])).toEqual({ passed: 1, failed: 0 })
})

test('a test file that fails to load is a failure', () => {
  expect(countResults([{ ...unit(2, 0), success: false }], [], ['test'])).toEqual({ passed: 2, failed: 1 })
})

test('a part that failed before it could count is a failure', () => {
  expect(countResults([unit(2, 0)], [], ['check'])).toEqual({ passed: 2, failed: 1 })
})
