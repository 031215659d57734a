import { expect, test } from 'vitest'
import { sampleCheck } from '../../../../__fixtures__/sample-result.ts'
import { applyWaivers } from './target-profile.ts'

const waiver = { check: 'health/slow', reason: 'It is known.', link: 'https://example.org/1', expires: '2027-01-31' }
const check = (status: 'pass' | 'fail' | 'error') => sampleCheck({ name: 'slow', status, reason: status === 'pass' ? null : 'Too slow.' })

test.each([
  { status: 'fail', today: '2026-12-01', ends: 'waived' },
  { status: 'fail', today: '2027-01-31', ends: 'waived' },
  { status: 'fail', today: '2027-02-01', ends: 'fail' },
  { status: 'pass', today: '2026-12-01', ends: 'pass' },
  { status: 'error', today: '2026-12-01', ends: 'error' },
] as const)('a check that ended as $status is $ends on $today', ({ status, today, ends }) => {
  expect(applyWaivers([check(status)], [waiver], today)[0]?.status).toBe(ends)
})

test('a waived failure keeps its reason and tells its waiver', () => {
  expect(applyWaivers([check('fail')], [waiver], '2026-12-01')[0]).toMatchObject({ reason: 'Too slow.', waiver })
})

test('an expired waiver is told', () => {
  expect(applyWaivers([check('fail')], [waiver], '2028-01-01')[0]?.reason).toContain('its waiver expired on 2027-01-31')
})

test('a waiver excuses nobody else', () => {
  expect(applyWaivers([sampleCheck({ name: 'other', status: 'fail' })], [waiver], '2026-12-01')[0]?.status).toBe('fail')
})
