import { expect } from 'vitest'
import { check } from '../../../src/checks/check.ts'

check({ proves: 'unit-tests', promise: 'It fails by an assertion' }, async ({ evidence }) => {
  evidence.text('seen', 'two')
  expect({ count: 2 }).toEqual({ count: 3 })
})
