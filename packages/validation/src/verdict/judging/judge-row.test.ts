import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeRow, type RowCheck } from './judge-row.ts'

const statuses = ['pass', 'fail', 'skip', 'error', 'not-run', 'not-applicable', 'not-offered', 'waived'] as const

const row = (...checks: [role: RowCheck['role'], status: RowCheck['status'], method?: string][]): RowCheck[] =>
  checks.map(([role, status, method = null], index) => ({ id: `suite/check-${index}`, role, status, method, reason: null }) as RowCheck)

const alternatives = ['isolated', 'observed']

test.each([
  { checks: row(), verdict: 'unproven' },
  { checks: row(['settles', 'pass']), verdict: 'proven' },
  { checks: row(['settles', 'pass'], ['settles', 'fail']), verdict: 'broken' },
  { checks: row(['settles', 'pass'], ['settles', 'skip']), verdict: 'unproven' },
  { checks: row(['settles', 'pass'], ['settles', 'error']), verdict: 'unproven' },
  { checks: row(['settles', 'pass'], ['settles', 'not-run']), verdict: 'unproven' },
  { checks: row(['settles', 'pass'], ['settles', 'not-applicable']), verdict: 'proven' },
  { checks: row(['settles', 'not-applicable']), verdict: 'unproven' },
  { checks: row(['settles', 'not-offered']), verdict: 'not-offered' },
  { checks: row(['settles', 'waived'], ['settles', 'not-offered']), verdict: 'waived' },
  { checks: row(['settles', 'pass'], ['settles', 'waived']), verdict: 'proven' },
  { checks: row(['settles', 'skip'], ['settles', 'waived']), verdict: 'unproven' },
  { checks: row(['settles', 'fail'], ['settles', 'waived']), verdict: 'broken' },
  { checks: row(['supports', 'pass']), verdict: 'unproven' },
  { checks: row(['supports', 'fail']), verdict: 'broken' },
  { checks: row(['settles', 'pass'], ['supports', 'fail']), verdict: 'broken' },
  { checks: row(['settles', 'pass'], ['supports', 'skip']), verdict: 'proven' },
  { checks: row(['settles', 'pass', 'isolated'], ['settles', 'skip', 'observed']), verdict: 'proven' },
  { checks: row(['settles', 'skip', 'isolated'], ['settles', 'skip', 'observed']), verdict: 'unproven' },
  { checks: row(['settles', 'pass', 'isolated'], ['settles', 'skip', 'isolated'], ['settles', 'pass', 'observed']), verdict: 'proven' },
  { checks: row(['settles', 'pass', 'isolated'], ['settles', 'skip', 'isolated'], ['settles', 'skip', 'observed']), verdict: 'unproven' },
  { checks: row(['settles', 'pass', 'isolated'], ['settles', 'fail', 'observed']), verdict: 'broken' },
  { checks: row(['settles', 'skip'], ['settles', 'pass', 'isolated']), verdict: 'unproven' },
])('$checks is $verdict', ({ checks, verdict }) => {
  expect(judgeRow(checks, alternatives).verdict).toBe(verdict)
})

test('an open row says which check left it open and why', () => {
  const [check] = row(['settles', 'skip'])
  expect(judgeRow([{ ...(check as RowCheck), reason: 'There is no strace.' }]).reason).toBe(
    'suite/check-0 was skipped: There is no strace.',
  )
})

const anyCheck = fc.record({
  id: fc.string(),
  role: fc.constantFrom('settles', 'supports'),
  method: fc.constantFrom(null, ...alternatives),
  status: fc.constantFrom(...statuses),
  reason: fc.constant(null),
}) as fc.Arbitrary<RowCheck>

test('a failure always breaks its row', () => {
  fc.assert(
    fc.property(
      fc.array(anyCheck),
      anyCheck,
      (checks, failing) => judgeRow([...checks, { ...failing, status: 'fail' }], alternatives).verdict === 'broken',
    ),
  )
})

test('nothing is proven unless a settling check passed', () => {
  fc.assert(
    fc.property(fc.array(anyCheck), (checks) => {
      const settled = checks.some(({ role, status }) => role === 'settles' && status === 'pass')
      return settled || judgeRow(checks, alternatives).verdict !== 'proven'
    }),
  )
})

test('a check that is not applicable changes no verdict', () => {
  fc.assert(
    fc.property(fc.array(anyCheck), anyCheck, (checks, extra) => {
      const more = [...checks, { ...extra, status: 'not-applicable' as const }]
      return judgeRow(more, alternatives).verdict === judgeRow(checks, alternatives).verdict
    }),
  )
})

test('a pass that becomes a skip never makes a row better', () => {
  const rank = { broken: 0, unproven: 1, 'not-offered': 1, waived: 1, proven: 2 }
  fc.assert(
    fc.property(fc.array(anyCheck, { minLength: 1 }), fc.nat(), (checks, pick) => {
      const at = pick % checks.length
      const worse = checks.map((check, index) => (index === at && check.status === 'pass' ? { ...check, status: 'skip' as const } : check))
      return rank[judgeRow(worse, alternatives).verdict] <= rank[judgeRow(checks, alternatives).verdict]
    }),
  )
})
