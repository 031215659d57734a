import { expect, test } from 'vitest'
import { sampleResult } from '../../../__fixtures__/sample-result.ts'
import type { Result, RowVerdict } from '../../base/result.ts'
import { judgeAcceptance } from './judge-acceptance.ts'

const clean = (verdicts: Record<string, RowVerdict>, over: Partial<Result> = {}): Result =>
  sampleResult({
    verdict: 'unproven',
    exitCode: 2,
    harnessErrors: [],
    checks: [],
    rows: Object.entries(verdicts).map(([id, verdict]) => ({
      id,
      verdict,
      claim: '',
      from: '',
      reason: 'why',
      provedBy: [],
      supportedBy: [],
    })),
    ...over,
  })

const listing = (...ids: string[]) => ({ rows: ids.map((id) => ({ id, reason: 'later' })) })

test('exactly the listed rows unproven is accepted', () => {
  expect(judgeAcceptance(clean({ a: 'proven', b: 'unproven' }), listing('b'))).toEqual([])
  expect(judgeAcceptance(clean({ a: 'proven' }), listing())).toEqual([])
})

test.each([
  { title: 'a lost row', result: clean({ a: 'unproven' }), list: listing(), says: 'The row a is no longer proven: why' },
  {
    title: 'a row that became proven',
    result: clean({ a: 'proven' }),
    list: listing('a'),
    says: 'The row a is proven now: take it off the list.',
  },
  { title: 'a broken row', result: clean({ a: 'broken' }), list: listing(), says: 'The row a is broken.' },
  { title: 'a listed row that broke', result: clean({ a: 'broken' }), list: listing('a'), says: 'The row a is broken.' },
  { title: 'an unknown row', result: clean({}), list: listing('z'), says: 'The list names z, which is no row of the checklist.' },
  { title: 'a broken harness', result: clean({}, { harnessErrors: ['odd'] }), list: listing(), says: 'The gate broke: odd' },
  { title: 'an interrupted run', result: clean({}, { interrupted: 'SIGINT' }), list: listing(), says: 'The run ended early: SIGINT.' },
  { title: 'a check that did not run', result: clean({}, { notRun: ['a/b'] }), list: listing(), says: 'a/b did not run.' },
  {
    title: 'a partial run',
    result: clean({}, { partial: { suites: ['health'], checks: [] } }),
    list: listing(),
    says: 'The run covers only a part of the gate.',
  },
])('$title is not accepted', ({ result, list, says }) => {
  expect(judgeAcceptance(result, list)).toEqual([says])
})

test('every failed check is named', () => {
  expect(judgeAcceptance(sampleResult(), listing()).join('\n')).toContain('error-scenario/bad-requests failed')
})
