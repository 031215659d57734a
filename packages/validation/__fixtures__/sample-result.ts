import { checklist } from '../src/base/checklist.ts'
import { countByStatus } from '../src/reporters/words/counts.ts'
import type { CheckResult, Result } from '../src/base/result.ts'

const sha256 = 'a'.repeat(64)

/** A finished check to vary. */
export const sampleCheck = (over: Partial<CheckResult> = {}): CheckResult => {
  const { suite = 'health', name = 'probing-loads-nothing' } = over
  return {
    id: `${suite}/${name}`,
    suite,
    name,
    promise: 'Probing loads nothing',
    proves: ['health-meaningful'],
    supports: [],
    method: null,
    status: 'pass',
    reason: null,
    failure: null,
    reproduce: [],
    waiver: null,
    startedAt: '2026-11-23T10:00:00.000Z',
    durationMs: 1234,
    evidence: [{ name: 'probes', file: `evidence/${suite}/${name}/probes.json`, sha256 }],
    measurements: [{ name: 'time of a probe', unit: 'ms', values: [1, 2, 2.5, 3, 9] }],
    ...over,
  }
}

const hostile = `<script>alert(1)</script> & "quotes" ]]> \u0007 | \`\`\``

/** A result with every status in it, and text that tries to break out of every format. */
export function sampleResult(over: Partial<Result> = {}): Result {
  const checks = [
    sampleCheck(),
    sampleCheck({
      suite: 'error-scenario',
      name: 'bad-requests',
      status: 'fail',
      reason: hostile,
      failure: { message: hostile, expected: '{"code": "x"}', actual: hostile },
      promise: 'Bad requests are answered as JSON',
    }),
    sampleCheck({ suite: 'no-network', name: 'isolated', status: 'skip', reason: 'The kernel refuses.', evidence: [], measurements: [] }),
    sampleCheck({ suite: 'project', name: 'odd', status: 'error', reason: 'TypeError: undefined', evidence: [], measurements: [] }),
    sampleCheck({ suite: 'integration', name: 'known', status: 'not-applicable', reason: 'Canary only.', evidence: [], measurements: [] }),
  ]
  return {
    schemaVersion: 1,
    runId: '7b1c5c36-8f5e-4a4e-9d0e-2f6a3f1f0000',
    verdict: 'broken',
    exitCode: 1,
    startedAt: '2026-11-23T10:00:00.000Z',
    endedAt: '2026-11-23T10:01:00.000Z',
    durationMs: 60_000,
    profile: 'quick',
    partial: null,
    interrupted: null,
    notRun: [],
    harnessErrors: ['Error: something odd'],
    comparison: {
      runId: '7b1c5c36-8f5e-4a4e-9d0e-2f6a3f1f0001',
      startedAt: '2026-11-22T10:00:00.000Z',
      newlyFailed: ['error-scenario/bad-requests'],
      noLongerFailed: [],
      newlyBroken: ['local-required'],
      newlyProven: ['backpressure'],
    },
    subject: { kind: 'canary', target: null, models: [{ id: 'canary', file: 'canary.gguf', bytes: 2_000_000, sha256 }] },
    environment: {
      commit: '0123456789abcdef',
      dirty: true,
      packages: { '@honestai/core': '0.1.0', vitest: '5.1.1' },
      node: 'v26.10.0',
      os: 'Linux 6.1 x64',
      cpu: 'A CPU',
      cores: 2,
      memoryBytes: 16 * 1024 ** 3,
    },
    rows: checklist.map(({ id, claim, from }, index) => ({
      id,
      claim,
      from,
      verdict: (['proven', 'broken', 'unproven'] as const)[index % 3] ?? 'proven',
      reason: '1 check passed',
      provedBy: ['health/probing-loads-nothing'],
      supportedBy: [],
    })),
    suites: [...new Set(checks.map(({ suite }) => suite))].map((id) => ({
      id,
      durationMs: 1234,
      counts: countByStatus(checks.filter(({ suite }) => suite === id)),
    })),
    checks,
    ...over,
  }
}
