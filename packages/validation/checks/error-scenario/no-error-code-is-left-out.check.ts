import { type ErrorCode, errorCodes } from '@honestai/core'
import { expect } from 'vitest'
import { check } from '../../src/checks/check.ts'
import { provokedCodes } from '../../src/error-cases/provoked-codes.ts'

check(
  {
    proves: 'error-tests',
    promise: 'Every code of the error table is provoked by a check of this suite',
  },
  async ({ subject, weights, evidence }) => {
    const provoked = provokedCodes(subject, weights)
    const codes = Object.keys(errorCodes) as ErrorCode[]
    const leftOut = codes.filter((code) => !provoked.has(code))
    evidence.json('codes', { codes, leftOut })
    expect(leftOut).toEqual([])
  },
)
