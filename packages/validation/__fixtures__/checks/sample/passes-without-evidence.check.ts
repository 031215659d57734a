import { expect } from 'vitest'
import { check } from '../../../src/checks/check.ts'

check({ proves: 'error-rates', promise: 'It passes without evidence' }, async () => {
  expect(1).toBe(1)
})
