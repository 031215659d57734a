import { describe, expect, test } from 'vitest'
import { sampleCheck, sampleResult } from '../../../__fixtures__/sample-result.ts'
import type { CheckResult, Result, RowResult } from '../../base/result.ts'
import type { CatalogueEntry } from '../../verdict/catalogue.ts'
import { judgeControl, judgeTrial, sampleFaults } from './judge-trial.ts'

const entry: CatalogueEntry = {
  ...sampleCheck(),
  profile: 'quick',
  timeoutMs: 30_000,
  soaks: false,
  file: 'probing-loads-nothing.check.ts',
}
const row: RowResult = { id: 'health-meaningful', claim: '', from: '', verdict: 'broken', reason: '', provedBy: [], supportedBy: [] }

const gate = (check: Partial<CheckResult>, over: Partial<Result> = {}) => ({
  result: sampleResult({ checks: [sampleCheck(check)], rows: [row], exitCode: 1, ...over }),
})

describe('without the fault', () => {
  test('a check that passes makes its failure mean something', () => {
    expect(judgeControl(entry, gate({ status: 'pass' }))).toBeNull()
  })

  test.each([
    { title: 'a skip', result: gate({ status: 'skip', reason: 'No strace.' }), verdict: 'untried', says: 'ended as skip: No strace.' },
    { title: 'not applicable', result: gate({ status: 'not-applicable', reason: 'No.' }), verdict: 'untried', says: 'not-applicable' },
    { title: 'a failure', result: gate({ status: 'fail', reason: 'It fails always.' }), verdict: 'unsound', says: 'It fails always.' },
    { title: 'an error', result: gate({ status: 'error', reason: 'TypeError' }), verdict: 'unsound', says: 'TypeError' },
    { title: 'a check that did not run', result: gate({ name: 'another' }), verdict: 'unsound', says: 'did not run' },
    { title: 'a gate that broke down', result: { brokeDown: 'No result.' }, verdict: 'unsound', says: 'No result.' },
  ])('$title is $verdict', ({ result, verdict, says }) => {
    expect(judgeControl(entry, result)).toEqual({ verdict, reason: expect.stringContaining(says) })
  })
})

describe('with the fault', () => {
  test('a failure with a reason, broken rows and exit code 1 is a catch', () => {
    expect(judgeTrial(entry, gate({ status: 'fail', reason: 'It loaded.' }))).toEqual({ verdict: 'caught', reason: 'It loaded.' })
  })

  test.each([
    { title: 'a pass', result: gate({ status: 'pass' }), says: 'ended as pass' },
    { title: 'a skip', result: gate({ status: 'skip', reason: 'No strace.' }), says: 'ended as skip' },
    { title: 'not applicable', result: gate({ status: 'not-applicable', reason: 'No.' }), says: 'ended as not-applicable' },
    { title: 'an error', result: gate({ status: 'error', reason: 'TypeError' }), says: 'ended as error: TypeError' },
    { title: 'a failure without a reason', result: gate({ status: 'fail', reason: '' }), says: 'ended as fail' },
    { title: 'a row that is not broken', result: gate({ status: 'fail', reason: 'x' }, { rows: [] }), says: 'health-meaningful' },
    { title: 'an exit code of 0', result: gate({ status: 'fail', reason: 'x' }, { exitCode: 0 }), says: 'the gate ended with 0' },
    { title: 'a gate that broke down', result: { brokeDown: 'No result.' }, says: 'No result.' },
  ])('$title is a miss', ({ result, says }) => {
    expect(judgeTrial(entry, result)).toEqual({ verdict: 'missed', reason: expect.stringContaining(says) })
  })
})

const faults = Array.from({ length: 10 }, (_, index) => ({ check: 'a/b', fault: `Fault ${index}.`, file: 'f', find: 'x', replace: 'y' }))

test('the same seed gives the same faults', () => {
  expect(sampleFaults(faults, 'a', 3)).toEqual(sampleFaults(faults, 'a', 3))
  expect(sampleFaults(faults, 'a', 3)).toHaveLength(3)
})

test('over many seeds every fault has its turn', () => {
  const seeds = Array.from({ length: 100 }, (_, seed) => String(seed))
  expect(new Set(seeds.flatMap((seed) => sampleFaults(faults, seed, 2))).size).toBe(faults.length)
})
