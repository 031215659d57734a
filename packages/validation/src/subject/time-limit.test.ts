import { expect, test } from 'vitest'
import { timeLimitMs } from './time-limit.ts'

test.each([
  { check: { timeoutMs: 30_000, soaks: false }, subject: { kind: 'canary', soakMs: 15_000 }, limitMs: 30_000 },
  { check: { timeoutMs: 30_000, soaks: true }, subject: { kind: 'config', soakMs: 15_000 }, limitMs: 45_000 },
  { check: { timeoutMs: 30_000, soaks: false }, subject: { kind: 'target', soakMs: 15_000 }, limitMs: 120_000 },
] as const)('$check on $subject.kind has $limitMs ms', ({ check, subject, limitMs }) => {
  expect(timeLimitMs(check, subject)).toBe(limitMs)
})
