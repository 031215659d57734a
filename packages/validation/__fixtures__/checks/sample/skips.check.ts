import { check } from '../../../src/checks/check.ts'

check({ proves: 'no-hub-calls', method: 'isolated', promise: 'It is skipped' }, async ({ skip }) => {
  skip('There is no strace here.')
})
