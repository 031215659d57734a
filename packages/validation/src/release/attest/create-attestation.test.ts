import { expect, test } from 'vitest'
import { sampleCheck, sampleResult } from '../../../__fixtures__/sample-result.ts'
import type { Result } from '../../base/result.ts'
import { createAttestation } from './create-attestation.ts'
import { renderAttestation } from './render-attestation.ts'

const sha256 = 'b'.repeat(64)
const file = (name: string) => ({ name, file: `evidence/no-network/seen/${name}.json`, sha256 })
const evidence: Record<string, unknown> = {
  'evidence/no-network/seen/observation.json': {
    counts: [{ process: 'node main.ts (7)', call: 'bind', count: 1 }],
    calls: [
      { peer: '127.0.0.1:0', verdict: 'bound' },
      { peer: '192.0.2.1:443', verdict: 'egress' },
    ],
    openedByEngines: [],
  },
  'evidence/no-network/seen/isolated-run.json': {
    isolation: 'unshare',
    interfaces: ['lo'],
    generatedTokens: 12,
    checks: [{ status: 'pass' }, { status: 'not-applicable' }],
  },
  'evidence/no-network/seen/controls.json': [{ leak: 'datagram', does: 'sends a datagram', detector: 'observed', caught: true, by: [] }],
}

const attest = (verdicts: Record<string, Result['rows'][number]['verdict']>) => {
  const result = sampleResult()
  const check = sampleCheck({ suite: 'no-network', name: 'seen', evidence: ['observation', 'isolated-run', 'controls'].map(file) })
  const rows = result.rows.map((row) => ({ ...row, verdict: verdicts[row.id] ?? row.verdict }))
  return createAttestation(
    { ...result, rows, checks: [...result.checks, check] },
    { lockfile: 'lockfileVersion: 9', readEvidence: (name) => JSON.stringify(evidence[name]) },
  )
}

test('the statement names what it is about, what was counted, and what was caught', () => {
  const { _type, subject, predicate } = attest({ 'local-only': 'proven', 'no-hub-calls': 'proven' })
  expect(_type).toBe('https://in-toto.io/Statement/v1')
  expect(subject.map(({ name, digest }) => [name, Object.keys(digest)])).toEqual([
    ['source', ['gitCommit']],
    ['pnpm-lock.yaml', ['sha256']],
    ['canary.gguf', ['sha256']],
  ])
  expect(predicate.observed).toMatchObject({ counts: [{ call: 'bind', count: 1 }], egress: [{ peer: '192.0.2.1:443' }] })
  expect(predicate.isolated).toEqual({ isolation: 'unshare', interfaces: ['lo'], generatedTokens: 12, checksPassed: 1 })
  expect(predicate.controls).toEqual([{ leak: 'datagram', does: 'sends a datagram', detector: 'observed', caught: true }])
})

test.each([
  { rows: { 'local-only': 'proven', 'no-hub-calls': 'proven' }, verdict: 'silent' },
  { rows: { 'local-only': 'proven', 'no-hub-calls': 'unproven' }, verdict: 'unproven' },
  { rows: { 'local-only': 'unproven', 'no-hub-calls': 'broken' }, verdict: 'egress' },
] as const)('$rows comes to $verdict', ({ rows, verdict }) => {
  expect(attest(rows).predicate.verdict).toBe(verdict)
})

test('the page says the same in words', () => {
  const page = renderAttestation(attest({ 'local-only': 'proven', 'no-hub-calls': 'proven' }))
  expect(page).toContain('**Nothing left the machine')
  expect(page).toContain('| node main.ts (7) | bind | 1 |')
  expect(page).toContain('| a program that sends a datagram | observed | yes |')
  expect(page).toContain('2 tokens were generated')
})
