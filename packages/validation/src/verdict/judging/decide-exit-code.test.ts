import { expect, test } from 'vitest'
import { decideExitCode } from './decide-exit-code.ts'

const base = { rows: [{ verdict: 'proven' }], checks: [{ status: 'pass' }], harnessErrors: [], interrupted: null } as const

test.each([
  { findings: base, exitCode: 0 },
  { findings: { ...base, rows: [{ verdict: 'broken' }] }, exitCode: 1 },
  { findings: { ...base, checks: [{ status: 'fail' }] }, exitCode: 1 },
  { findings: { ...base, rows: [{ verdict: 'proven' }, { verdict: 'unproven' }] }, exitCode: 2 },
  { findings: { ...base, rows: [] }, exitCode: 2 },
  { findings: { ...base, interrupted: 'SIGINT' }, exitCode: 2 },
  { findings: { ...base, checks: [{ status: 'skip' }, { status: 'not-applicable' }] }, exitCode: 0 },
  { findings: { ...base, checks: [{ status: 'error' }] }, exitCode: 3 },
  { findings: { ...base, harnessErrors: ['odd'] }, exitCode: 3 },
  { findings: { ...base, checks: [{ status: 'fail' }, { status: 'error' }], harnessErrors: ['odd'] }, exitCode: 1 },
] as { findings: Parameters<typeof decideExitCode>[0]; exitCode: number }[])('$findings exits $exitCode', ({ findings, exitCode }) => {
  expect(decideExitCode(findings).exitCode).toBe(exitCode)
})
