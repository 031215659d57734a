import { expect } from 'vitest'
import { check } from '../../../src/checks/check.ts'

check({ proves: 'validation-script', promise: 'It passes' }, async ({ evidence, measure }) => {
  evidence.json('numbers', { folder: process.cwd(), answer: 42 })
  measure('latency', 'ms', [1, 2, 3])
  expect(1).toBe(1)
})
