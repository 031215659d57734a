import { expect, test } from 'vitest'
import { sampleCheck, sampleResult } from '../../../__fixtures__/sample-result.ts'
import type { CheckStatus, RowVerdict } from '../../base/result.ts'
import { compareResults } from './compare-results.ts'

const [row] = sampleResult().rows
if (!row) throw new Error('The sample has no rows.')

const resultOf = (status: CheckStatus, verdict: RowVerdict) =>
  sampleResult({ checks: [sampleCheck({ status })], rows: [{ ...row, id: 'backpressure', verdict }] })

const nothing = { newlyFailed: [], noLongerFailed: [], newlyBroken: [], newlyProven: [] }
const check = ['health/probing-loads-nothing']
const named = ['backpressure']

test.each<{ before: [CheckStatus, RowVerdict]; now: [CheckStatus, RowVerdict]; changes: object }>([
  { before: ['pass', 'proven'], now: ['pass', 'proven'], changes: {} },
  { before: ['pass', 'proven'], now: ['fail', 'broken'], changes: { newlyFailed: check, newlyBroken: named } },
  { before: ['fail', 'broken'], now: ['error', 'unproven'], changes: {} },
  { before: ['error', 'unproven'], now: ['pass', 'proven'], changes: { noLongerFailed: check, newlyProven: named } },
])('from $before to $now', ({ before, now, changes }) => {
  expect(compareResults(resultOf(...before), resultOf(...now))).toMatchObject({ ...nothing, ...changes })
})

test('what did not run before is no change', () => {
  const before = sampleResult({ checks: [], rows: [] })
  expect(compareResults(before, resultOf('fail', 'broken'))).toMatchObject(nothing)
})
